"""Accessibility by axe-core: WCAG 2.2 A and AA."""

from pathlib import Path

from playwright.sync_api import Page

from tools.places import ROOT

SOURCE = Path(ROOT, "node_modules", "axe-core", "axe.min.js")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page: Page, within: str = "html") -> list[str]:
    """One line for each fault and its first places; the content policy does not bind what the driver evaluates."""
    page.evaluate(SOURCE.read_text())
    found = page.evaluate(
        """async ([within, rules]) => {
            const run = await axe.run(within, {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]});
            return run.violations.map(v => `${v.id}: ${v.help} — ` + v.nodes.slice(0, 4).map(
                n => n.target.join(" ") + " " + (n.any[0]?.message ?? n.all[0]?.message ?? "")).join(" | "));
        }""",
        [within, RULES],
    )
    return list(found)
