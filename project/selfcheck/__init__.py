"""The self-check: each part the product needs, whether it works now, and what to do when it does not."""
