#!/usr/bin/env python3
"""Reshapes the machine reading of Guangdong's tables (281 items) into guangdong_discretion_2022.json.

    python3 reshape_guangdong.py <machine reading, JSON> > guangdong_discretion_2022.json

What it does, and nothing else:
- weight tables: start, columns and weights as read; the base of each column out of the printed formula
  (`×100万`, `×建设项目总投资额×5%` …); a floor out of `裁量百分值总和不足20%的，按20%计算`;
- range tables: merged cells are carried down, lines that a page break cut in two are joined, each row becomes
  {circumstances → fine}; a fine is read only when it matches one of the patterns below in full, else the row keeps its
  printed text and no range: nothing is guessed (printed slips such as `45万元以上60万元以上` stay as they are);
- the statutory range of a column is taken over only where the quoted clause prints exactly the bounds that the rows, or
  the printed base, lead to;
- one table that prints weights among the range tables, with its formula, is a weight table;
- a circumstance of a range table is declared ordered, lightest first, only where the print itself shows it: each option and the
  next one are printed in rows that are alike in everything else, and no fine falls from the lighter to the graver. Where
  the print shows no such order none is declared;
- clauses are cut down to their citations.
"""
import json
import re
import sys
from decimal import Decimal
from fractions import Fraction

TEN_THOUSAND = 10_000
BASES = {"违法所得": "illegal_income", "货值金额": "goods_value", "所收费用": "fee", "所需处置费用": "disposal_cost",
         "建设项目总投资额": "project_investment", "直接经济损失": "direct_loss", "上一年度从本单位取得的收入": "income_last_year"}
NUMBER = r"(\d+(?:\.\d+)?)"
BASE = "(" + "|".join(BASES) + ")"


def exact(number):
    """A whole number as such, anything else as a fraction in text."""
    fraction = Fraction(number)
    return int(fraction) if fraction.denominator == 1 else f"{fraction.numerator}/{fraction.denominator}"


def yuan(number, unit):
    return Fraction(Decimal(number)) * (TEN_THOUSAND if unit.startswith("万") else 1)


def read_fine(text):
    """(base, least, greatest) of a printed fine; none where it is not exactly one of the known forms."""
    text = re.sub(r"（含本数）$|的$", "", text)
    text = re.sub(r"^(没收违法所得，并|给予警告，可以并|给予警告，并)?处", "", re.sub(r"罚款$", "", text))
    # A 元 printed twice (7.5万元元) is one unit; nothing else is mended.
    text = text.replace("元元", "元")
    unit = "(万元|万|元)"
    if m := re.fullmatch(NUMBER + unit + "以上" + NUMBER + unit + "以下", text):
        return "fixed", yuan(m[1], m[2]), yuan(m[3], m[4])
    if m := re.fullmatch(NUMBER + unit + "以下", text):
        return "fixed", None, yuan(m[1], m[2])
    if m := re.fullmatch(NUMBER + unit, text):
        return "fixed", yuan(m[1], m[2]), yuan(m[1], m[2])
    for sign, scale in (("倍", 1), ("%", 100)):
        share = lambda number: Fraction(Decimal(number)) / scale
        if m := re.fullmatch(BASE + "的?" + NUMBER + sign + "以上" + NUMBER + sign + "以下", text):
            return BASES[m[1]], share(m[2]), share(m[3])
        if m := re.fullmatch(BASE + "的?" + NUMBER + sign + "以下", text):
            return BASES[m[1]], None, share(m[2])
        if m := re.fullmatch(BASE + "的?" + NUMBER + sign, text):
            return BASES[m[1]], share(m[2]), share(m[2])
    return None


DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}


def chinese(text):
    """二十五 → 25; digits pass."""
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return Fraction(Decimal(text))
    total, digit = 0, 0
    for c in text:
        if c in DIGITS:
            digit = DIGITS[c]
        else:
            total, digit = total + (digit or 1) * {"十": 10, "百": 100, "千": 1000}[c], 0
    return Fraction(total + digit)


def clause_ranges(clause):
    """The (base, least, greatest) that a quoted clause prints."""
    n = r"([\d.]+|[一二三四五六七八九十百千两零]+)"
    found = set()
    scale = lambda unit: {"万元": TEN_THOUSAND, "千元": 1000, "元": 1}[unit]
    for a, u, b, v in re.findall(n + "(万元|千元|元)以上" + n + "(万元|千元|元)以下", clause):
        found.add(("fixed", chinese(a) * scale(u), chinese(b) * scale(v)))
    for b, v in re.findall("(?<!以上)(?:处|处以|并处|款)" + n + "(万元|千元|元)以下", clause):
        found.add(("fixed", None, chinese(b) * scale(v)))
    for base, a, b in re.findall(BASE + "的?" + n + "倍以上" + n + "倍以下", clause):
        found.add((BASES[base], chinese(a), chinese(b)))
    for base, a, b in re.findall(BASE + "的?百分之" + n + "以上百分之" + n + "以下", clause):
        found.add((BASES[base], chinese(a) / 100, chinese(b) / 100))
    return found


def printed_range(base, least, greatest):
    shaped = {} if base == "fixed" else {"base": base}
    if least is not None:
        shaped["minimum"] = exact(least)
    if greatest is not None:
        shaped["maximum"] = exact(greatest)
    return shaped


def window(name, options):
    """The window whose count answers a factor; only where the printed name and its first option agree."""
    years = re.search("近([一二五])年", name)
    if not years or not re.search("同类", name) or len(options) < 2:
        return None
    years = {"一": 1, "二": 2, "五": 5}[years[1]]
    first = options[0]
    if "含本次" in name and first == "1次":
        return f"same_clause_{years}y_with_this"
    if "含本次" not in name and first in ("无同类违法行为", "无同类环境违法行为"):
        return f"same_clause_{years}y"
    return None


def citations(clause):
    found = re.findall(r"《[^《》]{2,40}》第[一二三四五六七八九十百零]+条(?:第[^，。；：条]{1,18}?[款项])*", clause)
    return "；".join(dict.fromkeys(found))


def subject(words):
    staff = re.search("主管人员|责任人员|对人员|对个人", words)
    return "staff" if staff else None


def weight_table(item):
    columns, width = [], max(1, len(item["columns"]))
    formulas = re.findall(r"×(建设项目总投资额|所需处置费用|违法所得)?×?(\d+)(万|%|倍)", item["notes"])
    assert len(formulas) == width, (item["code"], formulas)
    floor = re.search(r"裁量百分值总和不足(\d+)%的，按\1%计算", item["notes"])
    share = (lambda w: exact(Fraction(w) * 100)) if item["weights_unit"] == "fraction" else (lambda w: exact(Fraction(w)))
    for index in range(width):
        column = {}
        if item["columns"]:
            column["name"] = {"zh": item["columns"][index]}
            if subject(item["columns"][index]):
                # 对个人 of an article on units means its staff only where the formula says so; else any person.
                staff = "主管人员" in item["notes"]
                column["subject"] = "staff" if staff else "individual"
        column["start"] = share(item["start"][index])
        if floor:
            column["least"] = int(floor[1])
        base, number, sign = formulas[index]
        times = Fraction(number) * {"万": TEN_THOUSAND, "倍": 1, "%": Fraction(1, 100)}[sign]
        base = BASES.get(base, "fixed")
        column["of"] = {"base": base, "times": exact(times)}
        fitting = [r for r in clause_ranges(item["basis"]) if r[0] == base and r[2] == times]
        if len(fitting) == 1:
            column["range"] = printed_range(*fitting[0])
        columns.append(column)
    factors = []
    for read in item["factors"]:
        options = [(o["text"], [None if w is None else share(w) for w in o["w"]]) for o in read["options"]]
        if read["name"].startswith("情况（"):  # the second line of the name before it (GD-3.5.2)
            last = factors[-1]
            last["zh"] += read["name"]
            last["options"] += [{"zh": t, "weights": w} for t, w in options]
            continue
        factors.append({"zh": read["name"], "options": [{"zh": t, "weights": w} for t, w in options]})
    for number, factor in enumerate(factors, 1):
        for option_number, option in enumerate(factor["options"], 1):
            if len(option["weights"]) == 1:
                option["weights"] *= width
            factor["options"][option_number - 1] = {"id": str(option_number), **option}
        counted = window(factor["zh"], [o["zh"] for o in factor["options"]])
        shaped = {"id": f"f{number}", "zh": factor["zh"]}
        if counted:
            shaped["window"] = counted
        factors[number - 1] = {**shaped, "options": factor["options"]}
    return {"method": "sum", "columns": columns, "factors": factors}


def joined_rows(item):
    """Rows of equal width, with lines that a page break cut in two put together."""
    keep = [i for i, name in enumerate(item["header"]) if name]
    header, rows = [item["header"][i] for i in keep], []
    header = [name if name not in header[:i] else f"{name}（续）" for i, name in enumerate(header)]
    for row in item["rows"]:
        if len(row) == len(item["header"]):
            row = [row[i] for i in keep]
        row = list(row[:-1]) + [None] * (len(header) - len(row)) + [row[-1]]
        fines = [row[i] for i, name in enumerate(header) if "罚款" in name or name == "处罚标准"]
        if all(fine in ("", "以下") for fine in fines) and rows:
            for column, text in enumerate(row):
                if text and column:
                    rows[-1][column] = (rows[-1][column] or "") + text
                elif text:
                    rows[-1].append(text)  # the act goes on: read below
            continue
        rows.append([cell or None for cell in row])
    return header, rows


def range_table(item):
    header, rows = joined_rows(item)
    fines_at = [i for i, name in enumerate(header) if "罚款" in name or name == "处罚标准"]
    factors_at = [i for i in range(1, len(header)) if i not in fines_at]
    act, acts, names = None, [], ["违法行为"] + [header[i] for i in factors_at]
    path, fines, shaped = {}, {}, []
    first = next(row[0] for row in rows if row[0])
    for row in rows:
        for text in [row[0]] + row[len(header):]:
            if text and (act is None or (text != first and text.startswith(first[:6]))):
                act = text
                acts.append(text)
                path = {}
            elif text:
                act += text
                acts[-1] = act
        carried = True
        for i in factors_at:
            cell = row[i]
            if cell:
                carried, path[i] = False, None if cell in ("—", "/", "-") else cell
            elif not carried:
                path[i] = None  # merged to the right: it does not matter here
        for i in fines_at:
            fines[i] = row[i] or fines.get(i, "")
        shaped.append((len(acts) - 1, dict(path), dict(fines)))
    options = {name: [] for name in names}
    found = []
    for act_index, path, fines in shaped:
        when = {}
        if len(acts) > 1:
            when[names[0]] = acts[act_index]
        when |= {header[i]: path[i] for i in factors_at if path.get(i)}
        for name, text in when.items():
            if text not in options[name]:
                options[name].append(text)
        found.append((when, [fines[i] for i in fines_at]))
    used = [name for name in names if options[name]]
    ids = {name: f"f{number}" for number, name in enumerate(used, 1)}
    factors = []
    for name in used:
        factor = {"id": ids[name], "zh": name}
        if counted := window(name, options[name]):
            factor["window"] = counted
        factors.append({**factor, "options": [{"id": str(n), "zh": t} for n, t in enumerate(options[name], 1)]})
    table_rows = []
    for when, fines in found:
        row = {"when": {ids[n]: str(options[n].index(t) + 1) for n, t in when.items()}, "fines": []}
        for text in fines:
            fine = {"printed": text}
            if read := read_fine(text):
                fine["range"] = printed_range(*read)
            row["fines"].append(fine)
        table_rows.append(row)
    columns = []
    for number, i in enumerate(fines_at):
        column = {}
        if len(fines_at) > 1:
            column["name"] = {"zh": header[i]}
            if subject(header[i]):
                column["subject"] = "staff"
        reads = [read_fine(fines[number]) for _, fines in found]
        if all(reads) and len({base for base, _, _ in reads}) == 1:
            base = reads[0][0]
            least = None if any(low is None for _, low, _ in reads) else min(low for _, low, _ in reads)
            greatest = max(high for _, _, high in reads)
            if (base, least, greatest) in clause_ranges(item["basis"]):
                column["range"] = printed_range(base, least, greatest)
        columns.append(column)
    return {"method": "range", "certainty": "unreviewed", "columns": columns, "factors": factors, "rows": table_rows}, acts[0]


def weights_in_rows(item, body, title):
    """A table read as rows that prints weights and its formula (2.27): its first row is the start, each act a factor."""
    formula = re.search(r"裁量百分值总和×(\d+)万", item["notes"])
    printed = [row["fines"][0]["printed"] for row in body["rows"]]
    if not formula or not all(re.fullmatch(r"\d+%", text) for text in printed):
        return body, title
    percent = lambda text: int(text.rstrip("%"))
    names, options = (factor["options"] for factor in body["factors"])
    base = int(formula[1]) * TEN_THOUSAND
    column = {"start": percent(printed[0]), "of": {"base": "fixed", "times": base}}
    ranges = [r for r in clause_ranges(item["basis"]) if r[0] == "fixed" and r[2] == base]
    if len(ranges) == 1:
        column["range"] = printed_range(*ranges[0])
    factors = []
    for number, name in enumerate(names, 1):
        rows = [row for row in body["rows"] if row["when"].get("f1") == str(number)]
        chosen = [{"id": str(n), "zh": options[int(row["when"]["f2"]) - 1]["zh"],
                   "weights": [percent(row["fines"][0]["printed"])]} for n, row in enumerate(rows, 1)]
        factors.append({"id": f"f{number}", "zh": name["zh"], "options": chosen})
    assert column["start"] + sum(max(o["weights"][0] for o in f["options"]) for f in factors) == 100, item["code"]
    # The reading put the label of the first row before the title.
    title = title.removeprefix("裁量起点")
    return {"method": "sum", "certainty": "unreviewed", "columns": [column], "factors": factors}, title


def rises(table, factor):
    """Whether the print shows the options of a circumstance from the lightest to the gravest."""
    places = {f["id"]: [o["id"] for o in f["options"]] for f in table["factors"]}
    name, order = factor["id"], places[factor["id"]]
    alike = lambda a, b: all(b.get(other, at) == at for other, at in a.items() if other != name)
    bounds = lambda read: (Fraction(read.get("minimum", 0)), Fraction(read["maximum"]))
    shown = set()
    for lighter in table["rows"]:
        for graver in table["rows"]:
            a, b = lighter["when"], graver["when"]
            if name not in a or name not in b or not alike(a, b) or order.index(a[name]) >= order.index(b[name]):
                continue
            for one, other in zip(lighter["fines"], graver["fines"]):
                one, other = one.get("range"), other.get("range")
                if not one or not other or one.get("base") != other.get("base"):
                    continue
                if any(x > y for x, y in zip(bounds(one), bounds(other))):
                    return False
                shown.add((order.index(a[name]), order.index(b[name])))
    return len(order) > 1 and all((i, i + 1) in shown for i in range(len(order) - 1))


def declared(table):
    """The table with the orders that its print shows."""
    if table["method"] != "range":
        return table
    def one(factor):
        rest = {key: value for key, value in factor.items() if key != "options"}
        order = {"order": "lightest_first"} if rises(table, factor) else {}
        return {**rest, **order, "options": factor["options"]}
    return {**table, "factors": [one(factor) for factor in table["factors"]]}


def tables(items):
    seen = set()
    for item in items:
        title, code = item["act"], item["code"]
        if code in seen:  # the reading numbers 八.十八 as a second 八.十七; the print has the right number
            assert code == "GD-8.17", code
            code = "GD-8.18"
        seen.add(code)
        if item["type"] == "weight":
            body = weight_table(item)
        else:
            body, title = weights_in_rows(item, *range_table(item))
        subjects = re.search("^个人", title)
        yield declared({"code": code, "zh": title, "printed": item["notes"], "clauses": citations(item["basis"]),
               "at": f"附件1，PDF第{item['pdf_page']}页", "inherits": True,
               "subject": "individual" if subjects else "party", **body})


def words(zh, en):
    return {"zh": zh, "en": en}


def windows():
    law = "广东省生态环境行政处罚自由裁量权规定第二十一条、第二十二条：以同一条款项查处的违法行为，自当次行为发生之日往前追溯"
    for years in (1, 2, 5):
        for this in (False, True):
            yield {"id": f"same_clause_{years}y" + ("_with_this" if this else ""), "counts": "same_clause", "years": years,
                   "from": "act", "includes_anchor": False, "includes_this": this, "each_act": False,
                   "basis": words(law, "Guangdong rules, arts 21 and 22: violations of the same clause, back from the day of the act")}


EXCLUSIONS = [
    ("water_source", "违反饮用水水源保护区内禁止性规定", "against the prohibitions of a drinking-water source zone"),
    ("waste_unlicensed_party", "将危险废物提供或者委托给无许可证的单位或者其他生产经营者", "hazardous waste given to an unlicensed party"),
    ("waste_unlicensed_business", "无许可证或者未按照许可证规定从事危险废物经营活动", "hazardous waste business without or beyond a licence"),
    ("emergency", "属于突发事件期间从重处罚的情形", "a heavier penalty in a public emergency"),
    ("detention", "属于适用移送公安机关行政拘留的", "to be transferred for detention"),
    ("crime", "涉嫌环境污染犯罪", "suspicion of an environmental crime"),
    ("continues", "经责令改正，复查发现违法行为仍持续", "still going on at the re-check"),
    ("again", "公开道歉承诺后再次出现生态环境违法行为", "a violation again after an earlier pledge"),
    ("with_another", "同时检查发现两个以上违法行为，其中一个存在上述情形", "another violation found at the same time is excluded"),
    ("fixed", "属于定额罚款，或者法定最低罚款", "a fixed fine, or the statutory minimum"),
    ("other", "其他规定不得适用公开道歉承诺从轻制度的", "excluded by another rule"),
]


def main():
    items = json.load(open(sys.argv[1], encoding="utf-8"))
    title = words("广东省生态环境违法行为行政处罚罚款金额裁量表", "Guangdong tables of fines for violations of eco-environment law")
    result = {
        "id": "guangdong-2022", "version": "2022-1", "title": title,
        "source": words("广东省生态环境行政处罚自由裁量权规定（粤环发〔2021〕7号）及其附件1",
                        "Guangdong rules on discretion (Yue Huan Fa [2021] No. 7) and their annex 1"),
        "certainty": "sample",
        "label": words("样例：依据已废止的法律制定，仅示范方法，不是廊坊现行有效的裁量基准；幅度罚款表未经人工复核。",
                       "Sample: keyed to repealed law; shows the method; not law in force in Langfang; range tables not reviewed by a person."),
        "effective_from": "2022-01-01", "effective_to": "2026-12-31",
        "rules": {
            "limits": {"basis": words("广东省生态环境行政处罚自由裁量权规定第十条至第十二条", "Guangdong rules, arts 10 to 12")},
            "windows": list(windows()),
            "wording": {"at_least_includes": True, "up_to_includes": False},
            "rounding": "fen", "unknown": "lightest",
            "within_range": {"lighter_of_maximum": "1/5", "ordinary_of_maximum": "1/2", "ordinary_of_minimum": 2, "heavier_of_minimum": 5,
                             "basis": words("广东省生态环境行政处罚自由裁量权规定第十二条", "Guangdong rules, art. 12")},
            "pledge": {"least": 30, "most": 50, "basis": words("广东省生态环境行政处罚自由裁量权规定第十四条", "Guangdong rules, art. 14"),
                       "exclusions": [{"id": i, **words(zh, en)} for i, zh, en in EXCLUSIONS]},
        },
    }
    line = lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    head = json.dumps(result, ensure_ascii=False, indent=1)[:-2]
    print(head + ',\n "tables": [\n' + ",\n".join(line(table) for table in tables(items)) + "\n ]\n}")


main()
