"""`python -m benchmarks`.

Nothing is imported here until it is called: every child process that reads a file imports this module again
(that is how multiprocessing finds its functions), and its memory is one of the things measured.
"""


def main() -> None:
    """Run the command line."""
    from benchmarks.cli import app

    app()


if __name__ == "__main__":
    main()
