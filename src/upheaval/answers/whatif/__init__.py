"""What if: the same worlds without and with a change, under the same luck."""
