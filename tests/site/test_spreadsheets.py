import csv
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from wagtail.contrib.redirects.models import Redirect

from kennisstad.spreadsheets import as_text, value_as_text
from tests.site.accounts.partner_worlds import Partner, administrator

FORMULA = '=HYPERLINK("http://win.example";"klik")'


@pytest.mark.parametrize(
    "start", ["", " ", "\t", "\u00a0", "\u3000", "\u200b", "\ufeff", "\u202e", "\x00", " \u200d "]
)
@pytest.mark.parametrize("sign", "=+-@|%＝＋－＠﹦﹢﹣﹫")
def test_whatever_a_spreadsheet_would_work_out_is_shown(start: str, sign: str):
    assert as_text(f"{start}{sign}1+1") == f"'{start}{sign}1+1"


@pytest.mark.parametrize("line", ["\tx", "\rx", "\nx"])
def test_a_cell_never_begins_on_another_line(line: str):
    assert as_text(line) == f"'{line}"


@pytest.mark.parametrize(
    "name", ["", " ", "Noor Ünal-de Vries", "'t Hooft", "李小龙", "محمد", "👩‍🚀", "3 = 3", "a@b.nl"]
)
def test_a_name_stays_as_it_is(name: str):
    assert as_text(name) == name


def test_figures_stay_figures_and_a_list_is_one_text():
    assert [value_as_text(value) for value in (-3, 0.5, None, ["=a", "b"], [])] == [
        -3,
        0.5,
        None,
        "'=a, b",
        "",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("report", ["aging-pages", "site-history", "locked"])
def test_what_wagtail_exports_is_safe_too(report: str, client: Client):
    user, page = administrator(), Partner("lumc").live
    page.title, page.locked, page.locked_by = FORMULA, True, user
    page.save()
    page.save_revision(user=user, log_action=True).publish(user=user)
    client.force_login(user)

    answer = client.get(f"/cms/reports/{report}/?export=csv")
    workbook = client.get(f"/cms/reports/{report}/?export=xlsx")

    rows = list(csv.reader(answer.getvalue().decode().splitlines()))
    assert any(FORMULA in cell for row in rows for cell in row)
    assert [cell for row in rows for cell in row if cell.startswith("=")] == []
    sheet = load_workbook(BytesIO(workbook.getvalue())).active
    assert {cell.data_type for row in sheet.rows for cell in row} <= {"s", "n", "d"}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_of_wagtails_own_is_exported_whatever_it_holds(kind: str, client: Client):
    Redirect.objects.create(old_path="/oud\x0b\x1b/", redirect_link="/nieuw/")
    client.force_login(administrator())

    response = client.get(f"/cms/redirects/?export={kind}")

    assert response.status_code == 200
    assert b"".join(response)
