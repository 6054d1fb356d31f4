"""The register that the law asks for: numbers, what it shows, secrecy, release (OSL 5 kap.)."""
