"""All cases, in the order they are sent."""
from . import (documents, identifiers, learning, names, notebooks, parameters, predictions, requests, tables, transport, uploads,
               wide, widening, workbooks)

ALL = [case for module in (tables, wide, workbooks, documents, uploads, names, identifiers, requests, parameters, learning,
                           notebooks, widening, predictions, transport) for case in module.CASES]
