"""What the emulator makes of the template otherwise than AWS does, put right through its API."""


def every(page, key, **request):
    """All items of a list that comes in pages."""
    items, more = [], {}
    while True:
        answer = page(**request, **more)
        items += answer[key]
        token = answer.get("NextToken")
        if not token:
            return items
        more = {"NextToken": token}


def route_trailing_slashes(gateway, api):
    """On AWS `/run/{proxy+}` gets `/run/` too. Here it takes a route of its own, which AWS in turn would refuse."""
    routes = {route["RouteKey"]: route for route in every(gateway.get_routes, "Items", ApiId=api)}
    for key, route in routes.items():
        slashed = key.removesuffix("{proxy+}")
        if slashed != key and slashed not in routes:
            gateway.create_route(ApiId=api, RouteKey=slashed, Target=route["Target"],
                                 **{name: route[name] for name in ("AuthorizationType", "AuthorizerId") if route.get(name)})


def allow_origins(gateway, api, origins):
    """CloudFormation loses an API's CORS configuration."""
    gateway.update_api(ApiId=api, CorsConfiguration={
        "AllowOrigins": origins.split(","),
        "AllowMethods": ["GET", "POST", "PUT", "PATCH", "DELETE"],
        "AllowHeaders": ["authorization", "content-type", "filename", "accept-language"],
        "AllowCredentials": True,
    })


def count_concurrency(functions, function):
    """CloudFormation keeps the number of jobs at once as text, with which no message is ever taken."""
    for source in functions.list_event_source_mappings(FunctionName=function)["EventSourceMappings"]:
        scaling = source.get("ScalingConfig")
        if scaling:
            number = int(scaling["MaximumConcurrency"])
            functions.update_event_source_mapping(UUID=source["UUID"], ScalingConfig={"MaximumConcurrency": number})
