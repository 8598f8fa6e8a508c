"""``python -m upheaval`` is the command line."""

from upheaval.cli import main

if __name__ == "__main__":
    main()
