"""Puts the web frontend's build into a stack's bucket, and says where everything is: publish.py STACK FOLDER"""
import mimetypes
import pathlib
import sys

import boto3

# What lets the stock build send files that are too large for one request.
UPLOADS = pathlib.Path(__file__).with_name("uploads.js")
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
            content = with_uploads(path.read_bytes()) if name == "index.html" else path.read_bytes()
            s3.put_object(Bucket=bucket, Key=name, Body=content, ContentType=kind, CacheControl=kept)
    s3.put_object(Bucket=bucket, Key=UPLOADS.name, Body=UPLOADS.read_bytes(), ContentType="text/javascript", CacheControl=NEVER)


def with_uploads(page):
    """The index page with one more script, before its own."""
    tag = f'<script src="/{UPLOADS.name}"></script>'.encode()
    at = page.index(b"<script") if b"<script" in page else page.index(b"</head>")
    return page[:at] + tag + page[at:]


main()
