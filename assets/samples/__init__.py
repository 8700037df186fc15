"""Sample papers: short, fictional, and with everything about them known."""
