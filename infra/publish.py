"""Puts the web frontend's build into a stack's bucket, and says where everything is: publish.py STACK FOLDER"""
import mimetypes
import pathlib
import sys

import boto3

FOREVER = "public, max-age=31536000, immutable"
NEVER = "no-cache"


def main():
    stack, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    found = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in found["Outputs"]}
    if "FrontendBucket" in outputs:
        upload(folder, outputs["FrontendBucket"])
    for name in ("ApiUrl", "FrontendUrl"):
        print(f"{name}: {outputs.get(name, 'none')}")


def upload(folder, bucket):
    """Every file but compressed twins: CloudFront compresses by itself."""
    s3 = boto3.client("s3")
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and path.suffix != ".gz" and not name.startswith("."):
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            kept = FOREVER if name.startswith("static/") else NEVER
            s3.upload_file(str(path), bucket, name, ExtraArgs={"ContentType": kind, "CacheControl": kept})


main()
