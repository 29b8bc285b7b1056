"""Write what tells of a run when all its tasks are put together."""

from collections import Counter
from dataclasses import fields
from pathlib import Path

import msgspec

from cleantext.run.assembly import Assembly
from cleantext.run.datasheet import write_sheet
from cleantext.run.folder import LEARNT, MANIFEST, REPORT, TIMINGS, delete_parts, write_json
from cleantext.run.manifest import Facts, manifest
from cleantext.run.page import Draw, write_pages
from cleantext.run.plan import Plan
from cleantext.run.records import output_of
from cleantext.run.report import Report
from cleantext.run.survey import SHOWN


def finish(output: Path, plan: Plan, facts: Facts, done: Assembly, draw: Draw | None) -> Report:
    """Write what tells of a run, at last the manifest, and delete what was in the way.

    Args:
        output: The output folder.
        plan: What decided what the run gave.
        facts: What is told besides.
        done: All tasks.
        draw: Makes the pages of the run; None: there are none.
    """
    report = done.report + Report(passed_over=Counter(each.reason for each in facts.passed_over))
    counts = {field.name: getattr(report, field.name) for field in fields(report)}
    write_json(output / REPORT, counts | {"overview": done.survey.told(SHOWN)})
    write_json(output / TIMINGS, done.timings)
    sheet = write_sheet(output, plan, facts, report, done.outputs)
    names = [LEARNT, REPORT] if plan.options["learn"] is not None else [REPORT]
    outputs = [*done.outputs, sheet, *(output_of(output, name, 0) for name in names)]
    facts = msgspec.structs.replace(facts, passed_over=[*facts.passed_over, *done.passed_over])
    told = manifest(plan, facts, outputs, report, done.sources)
    if draw:
        write_pages(output, told, draw(output, told))
    write_json(output / MANIFEST, told)
    delete_parts(output)
    return report
