"""Answers commands of scripts/fuzz/python-engine.ts: one line of JSON for each line of JSON, until stdin ends."""

import json
import os
import sys


def serve(commands):
    # What a library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        name, argument = json.loads(line)
        try:
            answer = {"result": commands[name](argument)}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"[:500]}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
