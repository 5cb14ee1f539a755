"""`python -m app` and `umanize`.

Nothing is imported here until it is called: every child process that reads a file imports this module again
(that is how multiprocessing finds its functions), and should not pay for the web framework.
"""


def main() -> None:
    """Run the command line."""
    from app.cli import run

    run()


if __name__ == "__main__":
    main()
