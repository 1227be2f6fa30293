"""Deploys the template into the emulator and prints the API's address."""
import argparse
import os
import pathlib
import platform
import re

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, WaiterError

import mend
import package

TEMPLATE = pathlib.Path(__file__).resolve().parents[1] / "infra/template.yaml"
CODE = re.compile(r"CodeUri: build/([a-z-]+)\.zip")
BUCKET = "skydash-code"
# The processor of this machine, and not what an emulator has no use for.
PARAMETERS = {
    "Architecture": "arm64" if platform.machine() in ("aarch64", "arm64") else "x86_64",
    "ServeFrontend": "false",
    "MonthlyBudgetDollars": "0",
}


def client(service):
    return boto3.client(service, config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 2}))


def check_gateway():
    """Emulators without API Gateway accept much of the template, and then nothing answers."""
    try:
        client("apigatewayv2").get_apis()
    except ClientError as error:
        raise SystemExit(f"this emulator has no HTTP APIs ({error}): use ministack") from error


def upload_code(template, binaries):
    """The template with the functions' packages where CloudFormation finds them."""
    s3 = client("s3")
    s3.create_bucket(Bucket=BUCKET)

    def uploaded(found):
        packed = package.pack(binaries / f"skydash-fn-{found[1]}")
        s3.put_object(Bucket=BUCKET, Key=package.name(packed), Body=packed)
        return f"CodeUri: s3://{BUCKET}/{package.name(packed)}"

    return CODE.sub(uploaded, template)


def deploy(formation, stack, template, parameters):
    """Creates the stack, or brings it up to date; gives its outputs."""
    client("s3").put_object(Bucket=BUCKET, Key=f"{stack}.yaml", Body=template.encode())
    request = {
        "StackName": stack,
        "TemplateURL": f"{os.environ['AWS_ENDPOINT_URL']}/{BUCKET}/{stack}.yaml",
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
    }
    known = find(formation, stack)
    if known and known["StackStatus"] == "ROLLBACK_COMPLETE":
        remove(formation, stack)
        known = None
    try:
        (formation.update_stack if known else formation.create_stack)(**request)
        wait(formation, "stack_update_complete" if known else "stack_create_complete", stack)
    except ClientError as error:
        if "No updates" not in str(error):
            raise SystemExit(f"{stack} was not deployed: {error}") from error
    except WaiterError as error:
        raise SystemExit(f"{stack} was not deployed:\n" + "\n".join(failures(formation, stack))) from error
    return outputs(find(formation, stack))


def wait(formation, state, stack):
    formation.get_waiter(state).wait(StackName=stack, WaiterConfig={"Delay": 1, "MaxAttempts": 300})


def find(formation, stack):
    try:
        return formation.describe_stacks(StackName=stack)["Stacks"][0]
    except ClientError:
        return None


def outputs(found):
    return {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}


def remove(formation, stack):
    formation.delete_stack(StackName=stack)
    wait(formation, "stack_delete_complete", stack)


def forget(formation, stack):
    """Removes a stack and what it leaves behind on purpose, which another of its name would find."""
    found = find(formation, stack)
    if not found:
        return
    remove(formation, stack)
    kept = outputs(found)
    if "Table" in kept:
        client("dynamodb").delete_table(TableName=kept["Table"])
        bucket = boto3.resource("s3").Bucket(kept["Bucket"])
        bucket.objects.delete()
        bucket.delete()


def failures(formation, stack):
    events = formation.describe_stack_events(StackName=stack)["StackEvents"]
    return [f"  {event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}"
            for event in reversed(events) if event["ResourceStatus"].endswith("_FAILED")]


def mend_all(stack, api, origins):
    gateway = client("apigatewayv2")
    mend.route_trailing_slashes(gateway, api)
    mend.count_concurrency(client("lambda"), f"{stack}-compute")
    if origins:
        mend.allow_origins(gateway, api, origins)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("stack", nargs="?", default="skydash")
    arguments.add_argument("--fresh", action="store_true", help="begin with an empty store")
    arguments.add_argument("--profile", default="debug", choices=["debug", "release"])
    arguments.add_argument("--parameter", action="append", default=[], metavar="NAME=VALUE")
    options = arguments.parse_args()
    parameters = PARAMETERS | dict(pair.split("=", 1) for pair in options.parameter)
    check_gateway()
    binaries = pathlib.Path(os.environ["CARGO_TARGET_DIR"]) / options.profile
    template = upload_code(TEMPLATE.read_text(), binaries)
    formation = client("cloudformation")
    if options.fresh:
        forget(formation, options.stack)
    api = deploy(formation, options.stack, template, parameters)["ApiId"]
    mend_all(options.stack, api, parameters.get("AllowOrigins"))
    print(f"{os.environ['AWS_ENDPOINT_URL']}/_aws/execute-api/{api}/$default")


main()
