"""Frequent questions as officials keep them: written, looked over, retired, and how often asked."""
