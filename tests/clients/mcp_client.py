"""Lists and calls every tool of Bilateral with the official Python client of the Model Context Protocol.

    pip install mcp
    python tests/clients/mcp_client.py path/to/bilateral

Starts `bilateral mcp` (standard input and output) and `bilateral serve` (HTTP) on the sample archive. Ends with 0
where every tool is listed, answers, and keeps to its schema; the client checks the schemas itself.
"""

import asyncio
import os
import subprocess
import sys
import tempfile

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

try:
    from mcp.client.streamable_http import streamable_http_client as http_client
except ImportError:
    from mcp.client.streamable_http import streamablehttp_client as http_client

QUESTION = "Russia vs Azerbaijan and Kazakhstan"
CALLS = {
    "overview": {"question": QUESTION},
    "search": {"question": "airliner", "limit": 3},
    "events": {"question": QUESTION, "limit": 5},
    "happenings": {"question": QUESTION, "limit": 5},
    "series": {"question": "Russia and Azerbaijan", "by": "month", "directed": True},
}


def content(result):
    """Structured content, under the names of either generation of the client."""
    return getattr(result, "structured_content", None) or getattr(result, "structuredContent", None)


def failed(result):
    return bool(getattr(result, "is_error", None) or getattr(result, "isError", None))


async def every_tool(session, way):
    await session.initialize()
    tools = (await session.list_tools()).tools
    names = [tool.name for tool in tools]
    assert sorted(names) == sorted([*CALLS, "document"]), names
    assert all(tool.description and tool.title for tool in tools)
    key = None
    for name, arguments in CALLS.items():
        result = await session.call_tool(name, arguments)
        assert not failed(result), (name, result)
        value = content(result)
        assert value, name
        if name == "overview":
            assert value["references"] and "Azerbaijan" in result.content[0].text
        if name == "search":
            key = value["passages"][0]["key"]
            assert len(value["passages"]) <= 3
        if name == "series":
            assert len(value["relations"][0]["series"]) == 2
        print(f"{way}: {name}: {len(str(value)):,} characters")
    result = await session.call_tool("document", {"key": key})
    assert content(result)["document"]["key"] == key
    for name, arguments in [("overview", {"question": "Atlantis"}), ("document", {"key": "nothing"}),
                            ("overview", {"question": "Russia", "depth": 3})]:
        refused = await session.call_tool(name, arguments)
        assert failed(refused) and refused.content[0].text, (name, arguments)
        print(f"{way}: refused: {refused.content[0].text}")
    templates = await session.list_resource_templates()
    listed = getattr(templates, "resource_templates", None) or templates.resourceTemplates
    assert len(listed) == 1
    read = await session.read_resource("bilateral://overview/Russia%20vs%20Azerbaijan")
    assert "Azerbaijan" in read.contents[0].text
    print(f"{way}: all {len(names)} tools answered")


async def main(binary):
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "BILATERAL_DATA": os.path.join(data, "none")}
        spoken = StdioServerParameters(command=binary, args=["mcp"], env=environment)
        async with stdio_client(spoken) as (read, write), ClientSession(read, write) as session:
            await every_tool(session, "standard input")
        command = [binary, "serve", "--listen", "127.0.0.1:0"]
        served = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            address = served.stdout.readline().strip()
            async with http_client(f"{address}mcp") as streams, ClientSession(streams[0], streams[1]) as session:
                await every_tool(session, "HTTP")
        finally:
            served.terminate()


asyncio.run(main(sys.argv[1]))
