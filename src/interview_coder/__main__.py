"""`python -m interview_coder`."""

from interview_coder.cli.main import run

if __name__ == "__main__":
    run()
