#!/usr/bin/env python3
"""Who is let in where tokens are asked for, and whose data they see: tokens.py

The issuer is the emulator's user pool. Every operation of the published API is tried without a token, with one that was
changed and with one for another audience; then two users each work on what is theirs.
"""
import json

from stack import ROOT, Api, Refused, Stack, client, expect, reach, say

PASSWORD = "Correct-horse-7"
# What answers everybody.
OPEN = {"/healthz"}
BESIDE = ["/", "/docs", "/redoc", "/openapi.json", "/no-such-thing"]


class Pool:
    """Users who can get tokens."""

    def __init__(self):
        self.users = client("cognito-idp")
        self.id = self.users.create_user_pool(PoolName="skydash")["UserPool"]["Id"]
        self.audience, self.other_audience = self.application("frontend"), self.application("something-else")
        self.issuer = f"https://cognito-idp.us-east-1.amazonaws.com/{self.id}"

    def application(self, name):
        flows = ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        made = self.users.create_user_pool_client(UserPoolId=self.id, ClientName=name, ExplicitAuthFlows=flows)
        return made["UserPoolClient"]["ClientId"]

    def add(self, name):
        self.users.admin_create_user(UserPoolId=self.id, Username=name, MessageAction="SUPPRESS")
        self.users.admin_set_user_password(UserPoolId=self.id, Username=name, Password=PASSWORD, Permanent=True)

    def token(self, name, audience=None):
        answer = self.users.admin_initiate_auth(
            UserPoolId=self.id, ClientId=audience or self.audience, AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": name, "PASSWORD": PASSWORD})
        return answer["AuthenticationResult"]["IdToken"]


class User(Api):
    """The API as somebody with a token calls it."""

    def __init__(self, url, token):
        super().__init__(url)
        self.token = token

    def answer(self, method, path, body, headers):
        return super().answer(method, path, body, {**(headers or {}), "authorization": f"Bearer {self.token}"})

    def status_of(self, path):
        try:
            return 200, self.call("GET", path)
        except Refused as refused:
            return refused.status, str(refused).partition(": ")[2]


def operations():
    """Every operation, with something for what varies in its path."""
    published = json.loads((ROOT / "openapi.json").read_text())["paths"]
    for path, methods in published.items():
        filled = "/".join("1" if part.startswith("{") else part for part in path.split("/"))
        yield from ((method.upper(), filled) for method in methods if method in ("get", "post", "put", "patch", "delete"))


def changed(token):
    """A token whose signature is another's."""
    head, claims, signature = token.split(".")
    return ".".join([head, claims, signature[:-8] + ("A" * 8 if signature[-8:] != "A" * 8 else "B" * 8)])


def refuse_strangers(api, refused):
    """Nothing but what is open answers those who may not come in."""
    tried = [*operations(), *(("GET", path) for path in BESIDE)]
    for method, path in tried:
        for headers in ({}, *({"authorization": f"Bearer {token}"} for token in refused)):
            status = api.client.request(method, path, None, headers).status
            expected = {200} if path in OPEN else {401, 404} if path == "/no-such-thing" else {401}
            expect(status in expected, f"{method} {path} answered {status} to {'a bad token' if headers else 'no token'}")
    say(f"{len(tried)} requests without a token, and with each of {len(refused)} that are none: 401, but for {', '.join(OPEN)}")


def keep_apart(pool, url):
    """What one user has is not there for another."""
    alice, bob = (User(url, pool.token(name)) for name in ("alice", "bob"))
    dataset, job = alice.upload("iris", (ROOT / "examples/iris.csv").read_text())
    expect(alice.wait(job)["status"] == "finished", "the table was not taken")
    expect(len(alice.call("GET", "/dataset/")) == 1 and bob.call("GET", "/dataset/") == [], "each should list what is theirs")
    hidden, absent = bob.status_of(f"/dataset/{dataset}"), bob.status_of("/dataset/999")
    expect(hidden == absent and hidden[0] == 404, f"{hidden} is not {absent}")
    expect(alice.status_of(f"/dataset/{dataset}")[0] == 200, "the owner should see it")
    say(f"dataset {dataset} of one user is a 404 for the other, as what there is not: {hidden[1]}")


def main():
    reach()
    pool = Pool()
    for name in ("alice", "bob"):
        pool.add(name)
    stack = Stack("tokens", JwtIssuer=pool.issuer, JwtAudience=pool.audience)
    refused = ["nonsense", changed(pool.token("alice")), pool.token("alice", pool.other_audience)]
    refuse_strangers(Api(stack.url), refused)
    keep_apart(pool, stack.url)


main()
