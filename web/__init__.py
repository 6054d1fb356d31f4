"""HTTP only: from request to verb, from row to page."""
