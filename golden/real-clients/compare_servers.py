"""What a program logs to, and reads back from, two servers of MLflow's API; prints where they differ.

    python compare_servers.py http://127.0.0.1:5001 http://127.0.0.1:5000

The first is the reference. Run it with the MLflow whose client is to be tried. Ids, times, hosts and
versions are left out, as they differ from run to run. Ends with 1 when an answer differs in more
than words.
"""

import asyncio
import json
import os
import sys
import time

os.environ.setdefault("MLFLOW_ENABLE_ASYNC_TRACE_LOGGING", "false")

import mlflow
from mlflow.entities import AssessmentSource, Document, Expectation, SpanEvent, SpanType

STEPS = []
SAID_TAGS = {"mlflow.traceName", "env", "k", "a"}
SAID_METADATA = {
    "m",
    "mlflow.trace.infoFinalized",
    "mlflow.trace.session",
    "mlflow.trace.tokenUsage",
    "mlflow.trace.user",
}
UNKNOWN_TRACE = "tr-" + 32 * "0"


def step(function):
    STEPS.append(function)
    return function


class Program:
    """A run of all steps against one server."""

    def __init__(self, url):
        mlflow.set_tracking_uri(url)
        name = f"real clients {mlflow.__version__} {time.time_ns()}"
        self.experiment = mlflow.set_experiment(name)
        self.client = mlflow.MlflowClient()
        self.traces = {}
        self.answers = {}

    def run(self):
        for function in STEPS:
            try:
                self.answers[function.__name__] = function(self)
            except Exception as e:
                self.answers[function.__name__] = refusal(e)
        return self.answers

    def names(self, **query):
        query.setdefault("locations", [self.experiment.experiment_id])
        found = mlflow.search_traces(return_type="list", **query)
        return [trace.info.tags.get("mlflow.traceName") for trace in found]


def refusal(e):
    return {"refused": type(e).__name__, "code": getattr(e, "error_code", None), "words": str(e)}


def shown(trace):
    """A trace without what differs from run to run."""
    info = trace.info
    return {
        "state": str(info.state),
        "previews": [info.request_preview, info.response_preview],
        "client request": info.client_request_id,
        "tags": {k: v if k in SAID_TAGS else "*" for k, v in info.tags.items()},
        "metadata": {
            k: v if k in SAID_METADATA else "*"
            for k, v in info.trace_metadata.items()
            if not k.startswith(("mlflow.source", "mlflow.user", "mlflow.trace.size"))
        },
        "usage": info.token_usage,
        "assessments": sorted(
            [a.name, type(a).__name__, str(a.source), str(a.valid), str(a.rationale), value(a)]
            for a in info.assessments
        ),
        "spans": [span(s) for s in trace.data.spans],
    }


def value(assessment):
    kinds = assessment.to_dictionary()
    return json.dumps(kinds.get("feedback") or kinds.get("expectation"), sort_keys=True)


def span(s):
    return {
        "name": s.name,
        "type": s.span_type,
        "root": s.parent_id is None,
        "inputs": s.inputs,
        "outputs": s.outputs,
        "status": [str(s.status.status_code), s.status.description],
        "attributes": {
            k: v if not k.startswith("mlflow.") or k.endswith("Usage") else "*"
            for k, v in s.attributes.items()
        },
        "events": [
            [e.name, {k: "*" if "stack" in k else v for k, v in (e.attributes or {}).items()}]
            for e in s.events
        ],
        "lasts": s.end_time_ns is not None and s.end_time_ns >= s.start_time_ns,
    }


def logged(program, name, trace_id):
    program.traces[name] = trace_id
    return shown(mlflow.get_trace(trace_id))


@step
def a_span(program):
    with mlflow.start_span("my_span") as s:
        s.set_inputs({"x": 1, "y": 2})
        s.set_outputs(3)
    return logged(program, "basic", s.trace_id)


@step
def spans_in_spans(program):
    with mlflow.start_span("root", span_type=SpanType.AGENT, attributes={"k": "v"}) as root:
        root.set_inputs("überfrage")
        with mlflow.start_span("retriever", span_type=SpanType.RETRIEVER) as s:
            s.set_inputs({"q": "x"})
            s.set_outputs([Document("a", {"doc_uri": "u", "n": 1}), Document("b", id="7")])
        with mlflow.start_span("llm", span_type=SpanType.LLM) as s:
            usage = {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15}
            s.set_attribute("mlflow.chat.tokenUsage", usage)
            s.set_attributes({"f": 1.5, "i": 2**60, "b": True, "n": None, "l": [1, "a"]})
            s.add_event(SpanEvent("e1", attributes={"a": "b", "n": 3}))
        root.set_outputs({"answer": None})
    return logged(program, "nested", root.trace_id)


@step
def an_exception(program):
    try:
        with mlflow.start_span("failing") as s:
            raise ValueError("kaputt ü")
    except ValueError:
        return logged(program, "failing", s.trace_id)


@step
def decorated_functions(program):
    @mlflow.trace(name="f", span_type=SpanType.TOOL, attributes={"k": 1})
    def add(a, b=2):
        return a + b

    @mlflow.trace
    def numbers(n):
        yield from range(n)

    @mlflow.trace
    async def later(x):
        return add(x)

    traces = []
    for call in (lambda: add(1), lambda: list(numbers(3)), lambda: asyncio.run(later(5))):
        call()
        traces.append(shown(mlflow.get_trace(mlflow.get_last_active_trace_id())))
    return traces


@step
def the_current_trace(program):
    with mlflow.start_span("updated") as s:
        mlflow.update_current_trace(
            tags={"a": "b", "env": "prod"},
            metadata={"mlflow.trace.session": "s-1", "mlflow.trace.user": "u-1", "m": "1"},
            client_request_id="req-77",
            request_preview="asked",
            response_preview="answered",
        )
        s.set_inputs({"q": 1})
    return logged(program, "updated", s.trace_id)


@step
def tags(program):
    mlflow.set_trace_tag(program.traces["basic"], "k", "v1")
    mlflow.set_trace_tag(program.traces["basic"], "a", "z")
    mlflow.delete_trace_tag(program.traces["basic"], "a")
    return shown(mlflow.get_trace(program.traces["basic"]))["tags"]


@step
def a_tag_that_is_not_there(program):
    mlflow.delete_trace_tag(program.traces["basic"], "nope")


@step
def assessments(program):
    trace = program.traces["nested"]
    human = AssessmentSource("HUMAN", "me@x")
    good = mlflow.log_feedback(trace_id=trace, name="good", value=True, source=human)
    mlflow.log_feedback(trace_id=trace, name="score", value=0.7, rationale="so so")
    mlflow.log_feedback(trace_id=trace, name="object", value={"a": 1})
    mlflow.log_feedback(trace_id=trace, name="error", error=ValueError("bad"))
    answer = mlflow.log_expectation(trace_id=trace, name="answer", value={"a": [1, 2]})
    gone = mlflow.log_feedback(trace_id=trace, name="gone", value=1)
    mlflow.override_feedback(trace_id=trace, assessment_id=good.assessment_id, value=False)
    mlflow.update_assessment(
        trace_id=trace,
        assessment_id=answer.assessment_id,
        assessment=Expectation(name="answer", value="new"),
    )
    read = mlflow.get_assessment(trace, gone.assessment_id).name
    mlflow.delete_assessment(trace_id=trace, assessment_id=gone.assessment_id)
    return [read, shown(mlflow.get_trace(trace))["assessments"]]


@step
def an_assessment_of_an_unknown_trace(program):
    mlflow.log_feedback(trace_id=UNKNOWN_TRACE, name="x", value=1)


@step
def an_unknown_assessment(program):
    mlflow.get_assessment(program.traces["nested"], "a-nope")


@step
def searches(program):
    found = {}
    for text in [
        "trace.status = 'OK'",
        "status = 'ERROR'",
        "status IN ('OK', 'ERROR')",
        "trace.name = 'root'",
        "name LIKE 'fai%'",
        "name RLIKE '^fa'",
        "tags.env = 'prod'",
        "metadata.m = '1'",
        "request_metadata.`mlflow.trace.session` = 's-1'",
        "trace.client_request_id = 'req-77'",
        "trace.timestamp_ms > 0",
        "trace.execution_time_ms >= 0",
        "status = 'OK' AND name = 'root'",
        "span.type = 'RETRIEVER'",
        "span.name LIKE '%llm%'",
        "feedback.good = 'false'",
        "trace.text LIKE '%kaputt%'",
        "trace.nope = 1",
        "name = ",
    ]:
        try:
            found[text] = program.names(filter_string=text)
        except Exception as e:
            found[text] = refusal(e)
    found["all"] = program.names()
    found["two"] = program.names(max_results=2)
    found["in order"] = program.names(order_by=["timestamp_ms ASC"])
    return found


@step
def pages(program):
    sizes, token = [], None
    while len(sizes) < 10:
        page = program.client.search_traces(
            locations=[program.experiment.experiment_id], max_results=3, page_token=token
        )
        sizes.append(len(page))
        token = page.token
        if not token:
            break
    return sizes


@step
def spans_by_hand(program):
    start = 1_700_000_000_000_000_000
    root = mlflow.start_span_no_context(
        "manual",
        inputs={"a": 1},
        tags={"k": "t"},
        start_time_ns=start,
        experiment_id=program.experiment.experiment_id,
    )
    child = mlflow.start_span_no_context("child", parent_span=root, start_time_ns=start + 10**8)
    child.end(outputs=[1], end_time_ns=start + 2 * 10**8)
    root.end(outputs="o", status="ERROR", end_time_ns=start + 3 * 10**8)
    info = mlflow.get_trace(root.trace_id).info
    return [logged(program, "manual", root.trace_id), info.request_time, info.execution_duration]


@step
def sessions(program):
    for turn in range(3):
        with mlflow.start_span("turn") as s:
            mlflow.update_current_trace(metadata={"mlflow.trace.session": "chat-9"})
            s.set_inputs({"turn": turn})
    found = mlflow.search_traces(
        locations=[program.experiment.experiment_id],
        filter_string="metadata.`mlflow.trace.session` = 'chat-9'",
        order_by=["timestamp ASC"],
        return_type="list",
    )
    return [trace.data.spans[0].inputs for trace in found]


@step
def a_run_around_a_trace(program):
    with mlflow.start_run() as run, mlflow.start_span("in a run") as s:
        pass
    run_id = run.info.run_id
    program.client.link_traces_to_run([program.traces["basic"]], run_id)
    linked = mlflow.get_trace(s.trace_id).info.trace_metadata.get("mlflow.sourceRun") == run_id
    return [linked, sorted(program.names(run_id=run_id))]


@step
def deletion(program):
    experiment = program.experiment.experiment_id
    some = program.client.delete_traces(experiment, trace_ids=[program.traces["failing"]])
    old = program.client.delete_traces(
        experiment, max_timestamp_millis=1_700_000_001_000, max_traces=10
    )
    return [some, old, mlflow.get_trace(program.traces["failing"]) is None]


@step
def experiments(program):
    client, experiment = program.client, program.experiment
    client.set_experiment_tag(experiment.experiment_id, "k", "v")
    other = client.create_experiment(experiment.name + " 2", tags={"t": "1"})
    client.rename_experiment(other, experiment.name + " 3")
    client.delete_experiment(other)
    deleted = client.get_experiment(other).lifecycle_stage
    client.restore_experiment(other)
    found = client.search_experiments(filter_string=f"name = '{experiment.name}'")
    return [
        client.get_experiment(experiment.experiment_id).tags.get("k"),
        client.get_experiment_by_name(experiment.name).experiment_id == experiment.experiment_id,
        len(found),
        deleted,
        client.get_experiment(other).lifecycle_stage,
    ]


@step
def an_experiment_that_exists(program):
    program.client.create_experiment(program.experiment.name)


def differences(path, reference, ours):
    if isinstance(reference, dict) and isinstance(ours, dict):
        for key in sorted(reference.keys() | ours.keys()):
            yield from differences(f"{path} / {key}", reference.get(key), ours.get(key))
    elif (
        isinstance(reference, list) and isinstance(ours, list) and len(reference) == len(ours)
    ):
        for i, (one, other) in enumerate(zip(reference, ours)):
            yield from differences(f"{path} / {i}", one, other)
    elif reference != ours:
        yield path, reference, ours


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    answers = [Program(url).run() for url in sys.argv[1:]]
    differing = list(differences("", *answers))
    for path, reference, ours in differing:
        print(f"{path}\n  {sys.argv[1]}: {reference}\n  {sys.argv[2]}: {ours}")
    in_words = sum(path.endswith("/ words") for path, _, _ in differing)
    print(f"MLflow {mlflow.__version__}: {len(STEPS)} steps, {len(differing)} differences,")
    print(f"{in_words} of them in the words of a refusal")
    sys.exit(1 if len(differing) > in_words else 0)


if __name__ == "__main__":
    main()
