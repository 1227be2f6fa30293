#!/usr/bin/env python3
"""Fails when a role did not let its function do something: allowed.py

The emulator enforces the policies of the template. Not every function that is refused something says so to its client:
a message that cannot be sent now is sent later. All of them write it to their logs, which this reads.
"""
import collections
import re

from stack import client, expect, reach

REFUSED = re.compile(r"not authorized to perform: (\S+) on resource: \W*arn:aws:(\w+)")


def main():
    reach()
    logs, refused, read = client("logs"), collections.Counter(), collections.Counter()
    for page in logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix="/aws/lambda/"):
        for group in page["logGroups"]:
            name = group["logGroupName"]
            for events in logs.get_paginator("filter_log_events").paginate(logGroupName=name):
                read["functions"] += 1
                for event in events["events"]:
                    read["lines"] += 1
                    refused.update((name, *found) for found in REFUSED.findall(event["message"]))
    for (name, action, service), count in refused.items():
        print(f"{name}: {action} of {service} was refused {count} times")
    print(f"{read['lines']} lines of {read['functions']} logs were read")
    expect(read["functions"] > 14 and not refused, "roles let their functions do too little, or there was nothing to read")


main()
