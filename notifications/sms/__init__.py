"""The SMS channel: how long a message is, through which operator it goes, what comes back."""
