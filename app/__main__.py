"""`python -m app` is `umanize`."""

from app.cli import main

if __name__ == "__main__":
    main()
