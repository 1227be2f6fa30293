"""Microburst, nearer to AWS: answers keep their lengths, and SQS throttles without its namespace before the word."""
import sys

from microburst import cli, forward, models

forward.HOP_BY_HOP -= {"content-length"}
models._QUERY_ERROR_NAMESPACE.clear()
sys.exit(cli.main())
