// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

@testable import Views

/// Views written by hand, each of its own kind; those over other views stand behind them.
enum HandViews {
    static let all: [(name: String, sql: String)] = [
        ("spj", "select o.id, o.status, c.name, c.region from o join c on c.id=o.cid"),
        (
            "spj3",
            "select i.oid, i.line, c.name, o.status, i.qty*i.price total from i join o on o.id=i.oid "
                + "join c on c.id=o.cid where o.status<>'x' and i.qty>0"
        ),
        ("filter", "select id, amt*2 as a2, coalesce(status,'none') st from o where amt>3 or status is null"),
        ("leftn1", "select o.id, o.amt, c.name from o left join c on c.id=o.cid"),
        (
            "leftn1b",
            "select o.id, c.region, p.cat from o left join c on c.id=o.cid left join p on p.id=c.tier where o.amt>2"
        ),
        ("left1n", "select c.id, c.name, o.id oid, o.amt from c left join o on o.cid=c.id"),
        (
            "left1nw",
            "select c.id, o.id oid, o.amt from c left join o on o.cid=c.id and o.amt>4 "
                + "where o.id is null or o.status='a'"
        ),
        (
            "left2",
            "select c.id, o.id oid, i.line, i.qty from c left join o on o.cid=c.id left join i on i.oid=o.id"
        ),
        (
            "left2b",
            "select c.id, o.id oid, e.id eid from c left join o on o.cid=c.id left join e on e.dept=c.region"
        ),
        ("self", "select a.id, b.id bid, a.sal-b.sal diff from e a join e b on b.dept=a.dept where a.id<b.id"),
        ("selfleft", "select a.id, a.sal, b.sal bsal, b.dept bdept from e a left join e b on b.id=a.boss"),
        ("self3", "select a.id, b.id b, c.id c from e a join e b on b.boss=a.id join e c on c.boss=b.id"),
        ("\"exists\"", "select c.id, c.name from c where exists(select 1 from o where o.cid=c.id and o.amt>5)"),
        ("nexists", "select c.id, c.name from c where not exists(select 1 from o where o.cid=c.id and o.amt>5)"),
        ("inq", "select c.id, c.name from c where c.id in (select o.cid from o where o.status='a')"),
        (
            "existsself",
            "select a.id, a.dept from e a where not exists(select 1 from e b where b.dept=a.dept and b.sal>a.sal)"
        ),
        ("scalar", "select o.id, (select c.name from c where c.id=o.cid) nm, o.amt from o"),
        ("agg1", "select o.cid, count(*) n, sum(o.amt) s, avg(o.amt) a, count(o.status) cs from o group by o.cid"),
        (
            "aggexpr",
            "select o.amt%3 as m, o.status, sum(o.amt)+count(*)*10 z from o group by o.amt%3, o.status"
        ),
        ("agghav", "select o.cid k, sum(o.amt) s from o group by o.cid having sum(o.amt)>8 and count(*)>1"),
        ("aggalias", "select o.cid k, sum(o.amt) s from o group by 1 having s>8"),
        (
            "aggglob",
            "select count(*) n, sum(amt) s, min(amt) mn, max(amt) mx, count(distinct status) d, total(amt) t from o"
        ),
        ("aggglobf", "select count(*) n, sum(qty) s from i where qty>6"),
        (
            "agg3",
            "select c.region, i.pid, count(*) n, sum(i.qty*i.price) rev from i join o on o.id=i.oid "
                + "join c on c.id=o.cid group by c.region, i.pid"
        ),
        (
            "minmax",
            "select o.cid, min(o.amt) mn, max(o.amt) mx, count(distinct o.status) cd, sum(distinct o.amt) sd, "
                + "avg(distinct o.amt) ad from o group by o.cid"
        ),
        ("extremes", "select cid, status, min(amt) mn, max(amt) mx, max(ts) last from o group by cid, status"),
        ("extremest", "select max(amt) mx, min(status) mn from o"),
        (
            "minmaxj",
            "select c.region, min(o.amt) mn, max(o.ts) mx from o join c on c.id=o.cid group by c.region"
        ),
        (
            "aggleft",
            "select c.id, c.name, count(o.id) n, sum(o.amt) s, count(*) z from c left join o on o.cid=c.id "
                + "group by c.id, c.name"
        ),
        (
            "aggbare",
            "select c.id, c.name, c.tier+1 t, count(o.id) n, max(o.amt) s from c "
                + "left join o on o.cid=c.id group by c.id"
        ),
        (
            "aggleft2",
            "select c.region, count(o.id) n, max(o.amt) m from c left join o on o.cid=c.id and o.status='a' "
                + "group by c.region"
        ),
        (
            "aggleftn1",
            "select coalesce(c.region,'?') r, count(*) n, sum(o.amt) s from o left join c on c.id=o.cid "
                + "group by coalesce(c.region,'?')"
        ),
        (
            "aggexists",
            "select c.region, count(*) n from c where exists(select 1 from o where o.cid=c.id and o.amt>4) "
                + "group by c.region"
        ),
        ("aggself", "select a.dept, count(*) n, sum(b.sal) s from e a join e b on b.boss=a.id group by a.dept"),
        (
            "aggself2",
            "select a.dept, count(*) n, sum(b.sal) s from e a left join e b on b.id=a.boss group by a.dept"
        ),
        (
            "aggfilter",
            "select cid, count(*) filter (where amt>3) n, sum(amt) filter (where status='a') s, "
                + "min(ts) filter (where amt is null) m from o group by cid"
        ),
        ("\"distinct\"", "select distinct status, amt%2 as par from o"),
        ("distinctj", "select distinct c.region, o.status from o join c on c.id=o.cid"),
        (
            "distinctagg", "select distinct count(*) n, sum(amt) s from o group by cid"
        ),
        (
            "ua",
            "select id, name as nm from c union all select id, status from o where amt>2 "
                + "union all select id, name from c where tier=1"
        ),
        ("uni", "select region x from c union select status from o union select dept from e"),
        ("uni2", "select region x from c union select status from o union all select dept from e"),
        (
            "uaagg",
            "select region k, count(*) n from c group by region "
                + "union all select status, sum(amt) from o group by status"
        ),
        (
            "sub",
            "select t.k, t.s, c.name from (select cid k, sum(amt) s from o group by cid) t "
                + "join c on c.id=t.k where t.s>5"
        ),
        (
            "subleft",
            "select c.id, c.name, coalesce(t.n,0) n, t.mx from c "
                + "left join (select cid, count(*) n, max(amt) mx from o group by cid) t on t.cid=c.id"
        ),
        (
            "cte",
            "with a as (select cid, sum(amt) s from o group by cid), b as (select cid, s from a where s>4) "
                + "select region, count(*) n, sum(b.s) tot from b join c on c.id=b.cid group by region"
        ),
        ("aggagg", "select t.n, count(*) k from (select cid, count(*) n from o group by cid) t group by t.n"),
        ("chain1", "select o.id, o.amt, c.region from o join c on c.id=o.cid"),
        ("chain2", "select region, sum(amt) s, count(*) n, max(amt) m from chain1 group by region"),
        ("chain3", "select c.id, c.region, v.s from c left join chain2 v on v.region=c.region"),
        ("chain4", "select a.region, a.s, b.s s2 from chain2 a join chain2 b on b.n=a.n"),
        (
            "chain5",
            "select x.region, count(*) n, sum(x.amt) s from chain1 x where not exists "
                + "(select 1 from chain2 y where y.region=x.region and y.m>x.amt) group by x.region"
        ),
        (
            "diamond",
            "select x.id, x.region, y.s from chain1 x join chain2 y on y.region=x.region where x.amt*2>y.m"
        ),
        ("json", "select o.id, json_object('id',o.id,'cust',json_object('n',c.name)) doc from o join c on c.id=o.cid"),
        ("groups", "select cid, group_concat(status, ',') g, count(*) n, sum(amt) s from o group by cid"),
        (
            "lists",
            "select c.region, json_group_array(json_object('id', o.id, 'amt', o.amt)) doc from o join c on c.id=o.cid "
                + "group by c.region having count(*)>1"
        ),
        (
            "docs",
            "select c.id, c.name, json_group_array(json_object('id', o.id, 'amt', o.amt)) orders, count(o.id) n "
                + "from c left join o on o.cid=c.id group by c.id"
        ),
        (
            "leftranks",
            "select c.region, o.id, row_number() over (partition by c.region order by o.amt desc) n "
                + "from c left join o on o.cid=c.id"
        ),
        ("listavg", "select cid, avg(amt) a, total(ts) t, group_concat(id) ids from o group by cid"),
        ("ranks", "select id, cid, amt, row_number() over (partition by cid order by amt desc) n from o"),
        (
            "topn",
            "select t.cid, t.id, t.amt from (select id, cid, amt, "
                + "row_number() over (partition by cid order by amt desc) n from o) t where t.n<=2"
        ),
        (
            "firstn",
            "select t.id, t.status, c.name from (select id, cid, status, row_number() over "
                + "(partition by cid order by amt desc, ts) n from o) t join c on c.id=t.cid "
                + "where t.n<3 and t.status<>'x'"
        ),
        (
            "firstleft",
            "select p.id, t.oid, t.line, t.q from p left join (select oid, line, pid, qty*price q, row_number() over "
                + "(partition by pid order by qty*price desc) n from i where qty>1) t on t.pid=p.id and t.n<=2"
        ),
        (
            "firstjoin",
            "with r as (select c.region, o.id, o.amt, row_number() over (partition by c.region, o.status "
                + "order by o.amt) n from c left join o on o.cid=c.id) select region, sum(amt) s, count(*) k from r "
                + "where n between 1 and 2 group by region"
        ),
        (
            "firstchain",
            "with r as (select id, dept, sal, row_number() over (partition by dept order by sal desc) n from e), "
                + "b as (select dept, sum(sal) s from r where r.n<=2 group by dept) select b.dept, b.s, c.id from b "
                + "left join c on c.region=b.dept"
        ),
        (
            "bestdimension",
            "select c.id, c.name, sum(o.amt) s from c join o on o.cid=c.id group by c.id, c.name "
                + "order by s desc limit 2"
        ),
        (
            "firstkey",
            "select r.oid, r.n from (select t.oid, row_number() over (partition by t.oid order by t.oid desc, "
                + "t.line desc) n from i t join p on t.pid=p.id) r where r.n between 2 and 3"
        ),
        (
            "firstkeys",
            "select r.oid, r.line, r.n from (select oid, line, row_number() over (partition by line order by oid desc) "
                + "n from i) r where r.n<=2"
        ),
        (
            "firstone",
            "select t.cid, t.id, t.half from (select id, cid, amt/2.0 half, "
                + "row_number() over (partition by cid order by ts) n from o) t where 1=t.n"
        ),
        (
            "dimension",
            "select c.id, c.name, p.cat, count(o.id) n, count(*) z, sum(o.amt*2) s, max(o.ts) m, total(o.amt) t, "
                + "count(*) filter (where o.status='a') f, avg(o.amt) a, count(distinct o.status) d from c "
                + "left join p on p.id=c.tier left join o on o.cid=c.id and o.amt>1 and c.tier>0 "
                + "left join i on i.oid=o.id group by c.id, c.name, p.cat having count(*)<4"
        ),
        (
            "dimensions",
            "select c.id, p.id pid, p.cat || c.name label, o.status, sum(i.qty) s, min(i.price) m from i "
                + "join o on o.id=i.oid join c on c.id=o.cid join p on i.pid=p.id left join h on h.id=o.cid "
                + "and h.since=i.qty where c.tier<2 and i.qty>2 group by c.id, p.id, o.status"
        ),
        ("overdimension", "select region, sum(n) n, max(s) s from c join aggbare b on b.id=c.id group by region"),
        (
            "sums",
            "select e.id, e.dept, rank() over (partition by e.dept order by e.sal) r, "
                + "sum(e.sal) over (partition by e.dept) s, "
                + "lag(e.id) over (partition by e.dept order by e.sal) l from e"
        ),
        (
            "then", "select o.id, h.price from o join h on h.id=o.cid and h.since<=o.ts and o.ts<h.until"
        ),
        (
            "thenleft",
            "select o.id, o.amt*h.price total from o left join h on h.id=o.cid and h.since<=o.ts and o.ts<h.until"
        ),
        (
            "thensum",
            "select c.region, sum(h.price) s, count(*) n from o join c on c.id=o.cid "
                + "left join h on h.id=o.cid and h.since<=o.ts and o.ts<h.until group by c.region"
        ),
        ("first3", "select id, amt from o order by amt desc limit 3"),
        ("best", "select cid, sum(amt) s from o group by cid order by s desc, cid limit 2 offset 1"),
        ("overranks", "select n, count(*) k, max(amt) m from ranks group by n"),
    ]

    /// The views, compiled; a fault is thrown.
    static func compiled(_ all: [(name: String, sql: String)] = HandViews.all) throws -> ViewProgram {
        var relations = TestTable.all.map(\.relation)
        let views = try all.map { name, sql in
            let name = name.split(separator: "\"").joined()
            let view = try read(name, sql, over: relations).get()
            relations.append(view.relation)
            return view
        }
        return try ViewProgram(views, over: TestTable.all.map(\.relation))
    }

    /// One view, parsed.
    static func read(_ name: String, _ sql: String, over relations: [Relation]) -> Result<View, DiagnosticList> {
        let text = QueryDeclaration.Text(sql, at: Place(file: name, line: 1, column: 1))
        return SelectReader(relations: relations).read(name: name, sql: text)
    }
}
