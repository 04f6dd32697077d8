// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What views cannot have: `code: hint`, SELECTs with the term in `«»`, and a rewrite where the hint holds none.
enum SelectRefusals {
    static let clauses = SelectRefusal.read(
        """
        unsupported-clause: swap the sides: b LEFT JOIN a ON …
        - SELECT o.id FROM orders o «RIGHT JOIN customers c ON c.id = o.customer_id»
        + SELECT o.id FROM customers c LEFT JOIN orders o ON c.id = o.customer_id
        unsupported-clause: a LEFT JOIN b … UNION ALL SELECT … FROM b WHERE NOT EXISTS (… a …)
        - SELECT o.id FROM orders o «FULL OUTER JOIN customers c ON c.id = o.customer_id»
        + SELECT o.id FROM orders o LEFT JOIN customers c ON c.id = o.customer_id UNION ALL SELECT NULL AS id \
        FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)
        unsupported-clause: JOIN … ON a.column = b.column, for each column
        - SELECT label FROM customers «NATURAL JOIN regions»
        + JOIN regions ON customers.region_id = regions.id
        unsupported-clause: ON a.column = b.column, for each column
        - SELECT o.total FROM orders o JOIN customers c «USING (id)»
        + ON o.id = c.id
        unsupported-clause: SELECT DISTINCT … WHERE NOT EXISTS (SELECT 1 FROM … WHERE …)
        - SELECT id FROM customers «EXCEPT SELECT customer_id FROM orders»
        + SELECT DISTINCT id FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)
        unsupported-clause: SELECT DISTINCT … WHERE EXISTS (SELECT 1 FROM … WHERE …)
        - SELECT id FROM customers «INTERSECT SELECT customer_id FROM orders»
        + SELECT DISTINCT id FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)
        unsupported-clause: keep the path in a column of the table, by its handlers
        - WITH RECURSIVE up(id) AS (SELECT id FROM regions UNION ALL SELECT r.id FROM regions r JOIN «up» ON up.id = \
        r.label) SELECT id FROM up
        + SELECT id, label FROM regions
        unsupported-clause: AS (SELECT …)
        - WITH w AS «MATERIALIZED (SELECT id FROM orders)» SELECT id FROM w
        + (SELECT id FROM orders)
        unsupported-clause: a JOIN b ON … JOIN c ON …, without them
        - SELECT o.id FROM «(orders o JOIN customers c ON c.id = o.customer_id)»
        + orders o JOIN customers c ON c.id = o.customer_id
        unsupported-clause: make rows of an array in a table, by each:
        - SELECT e.value FROM orders o, «json_each(o.extra) e»
        + SELECT id FROM orders
        unsupported-clause: write orders
        - SELECT id FROM «main.orders»
        unsupported-clause: leave it out
        - SELECT id FROM orders «NOT INDEXED»
        + SELECT id FROM orders
        - SELECT p.id FROM (SELECT id FROM orders ORDER BY «id») p
        + SELECT p.id FROM (SELECT id FROM orders) p
        unsupported-clause: a whole number, or LIMIT in the query that reads the view
        - SELECT id FROM orders ORDER BY id LIMIT «2 + 3»
        + 5
        unsupported-clause: row_number() OVER (PARTITION BY … ORDER BY …) <= n; a lookup by key needs none
        - SELECT p.id FROM (SELECT id, customer_id FROM orders LIMIT «5») p
        + SELECT p.id FROM (SELECT id, row_number() OVER (PARTITION BY customer_id ORDER BY id) AS n FROM orders) p \
        WHERE n <= 5
        unsupported-clause: a = c AND b = d
        - SELECT id FROM orders WHERE «(id, status) = (1, 'x')»
        + id = 1 AND status = 'x'
        unsupported-clause: SELECT … FROM …
        - «VALUES (1)»
        + SELECT id FROM orders
        bad-view: SELECT … FROM …
        - SELECT «1 AS one»
        + id FROM orders
        bad-view: (SELECT …) AS part
        - SELECT id FROM «(SELECT id FROM orders)»
        + (SELECT id FROM orders) AS part
        unsupported-clause: move the LEFT JOIN to the end of the FROM
        - SELECT o.id FROM orders o LEFT JOIN customers c ON c.region_id = «r.id» JOIN regions r ON r.id = o.status
        + SELECT o.id FROM orders o JOIN regions r ON r.id = o.status LEFT JOIN customers c ON c.region_id = r.id
        """)

    static let selects = SelectRefusal.read(
        """
        unsupported-clause: write NOT EXISTS (SELECT 1 FROM orders WHERE orders.customer_id = c.id)
        - SELECT id FROM customers c WHERE «id NOT IN (SELECT customer_id FROM orders)»
        unsupported-clause: write EXISTS (SELECT 1 FROM orders AS o WHERE (o.total > 5) AND (o.customer_id = \
        customers.id))
        - SELECT id, «id IN (SELECT customer_id FROM orders o WHERE total > 5)» AS busy FROM customers
        unsupported-clause: write EXISTS (SELECT 1 FROM orders WHERE orders.customer_id = customers.id)
        - SELECT id FROM customers WHERE «id IN (SELECT customer_id FROM orders)» OR city = 'Ulm'
        unsupported-clause: IN (SELECT column FROM table)
        - SELECT id FROM customers WHERE id «IN orders»
        + IN (SELECT customer_id FROM orders)
        unsupported-clause: make it a view of its own, or a SELECT in FROM, and join it
        - SELECT id, «(SELECT count(*) FROM orders WHERE customer_id = customers.id)» AS n FROM customers
        + SELECT customers.id, n FROM customers JOIN (SELECT customer_id, count(*) AS n FROM orders GROUP BY 1) o ON \
        o.customer_id = customers.id
        uncorrelated: compare a column of the row in it, or ask it in the query that reads the view
        - SELECT id FROM orders WHERE «EXISTS (SELECT 1 FROM regions WHERE label = 'x')»
        + EXISTS (SELECT 1 FROM regions WHERE label = 'x' AND regions.id = orders.status)
        - SELECT id, «(SELECT label FROM regions WHERE id = 'x')» AS label FROM orders
        + (SELECT label FROM regions WHERE regions.id = orders.status)
        unsupported-clause: join the tables in the FROM itself, and compare there
        - SELECT id FROM customers c WHERE EXISTS (SELECT 1 FROM (SELECT id FROM orders WHERE customer_id = «c.id») o \
        WHERE o.id > c.id)
        + SELECT id FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND o.id > c.id)
        """)

    static let groups = SelectRefusal.read(
        """
        not-invertible: write sum(CAST(round(ratio * 100) AS INTEGER)), or declare the column as decimal(2)
        - SELECT status, «sum(ratio)» AS s FROM orders GROUP BY status
        not-invertible: write avg(CAST(round((ratio + total) * 100) AS INTEGER)), or declare the column as decimal(2)
        - SELECT «avg(ratio + total)» AS s FROM orders
        not-invertible: write total(CAST(extra ->> 'x' AS INTEGER))
        - SELECT «total(extra ->> 'x')» AS s FROM orders
        not-invertible: write sum(CAST(status AS INTEGER))
        - SELECT «sum(status)» AS s FROM orders
        not-invertible: write max(CAST(extra ->> 'x' AS TEXT)), or AS INTEGER
        - SELECT «max(extra ->> 'x')» AS s FROM orders
        not-invertible: write count(DISTINCT lower(status))
        - SELECT «count(DISTINCT status COLLATE nocase)» AS s FROM orders
        bare-column: write max(placed_at) AS placed_at, or add it to GROUP BY
        - SELECT status, «placed_at» FROM orders GROUP BY status
        bare-column: write max(placed_at), or add it to GROUP BY
        - SELECT status, «placed_at» AS at FROM orders GROUP BY status
        - SELECT status, date(«placed_at») AS at FROM orders GROUP BY status
        bare-column: write max(orders.status) AS status, or add it to GROUP BY
        - SELECT max(placed_at) AS at, «orders.status» FROM orders
        bare-column: write max(s."order") AS "order", or add it to GROUP BY
        - SELECT page, «s."order"» FROM "page stats" s GROUP BY page
        bare-column: name the columns instead of o.*
        - SELECT «o.*», count(*) AS n FROM orders o
        + count(*) AS c
        bare-column: put the GROUP BY into a SELECT in FROM, and this around it
        - SELECT status, EXISTS (SELECT 1 FROM customers c WHERE c.id = «customer_id») AS x FROM orders GROUP BY status
        + SELECT status, EXISTS (SELECT 1 FROM customers c WHERE c.id = customer_id) AS x FROM (SELECT status, \
        customer_id FROM orders GROUP BY status, customer_id) o
        not-invertible: write CAST(odd AS TEXT), or AS INTEGER, there and where it is shown
        - SELECT odd, count(*) AS n FROM spending GROUP BY «odd»
        not-invertible: write CAST(odd AS TEXT) AS odd, or AS INTEGER
        - SELECT DISTINCT «odd» FROM spending
        - SELECT «odd» FROM spending UNION SELECT status FROM orders
        not-invertible: name the columns instead of *
        - SELECT DISTINCT «*» FROM spending
        + spent
        not-invertible: in each CAST(… AS TEXT), or UNION ALL
        - SELECT «id» FROM orders UNION SELECT id FROM regions
        + SELECT CAST(id AS TEXT) AS id FROM orders UNION SELECT CAST(id AS TEXT) FROM regions
        not-invertible: write lower(status), there and where it is shown
        - SELECT count(*) AS n FROM orders GROUP BY «status COLLATE nocase»
        unsupported-clause: write lower(name)
        - SELECT «name COLLATE nocase» AS name FROM customers
        unsupported-clause: write lower(status)
        - SELECT id, rank() OVER (PARTITION BY «status COLLATE nocase») AS n FROM orders
        unsupported-clause: put the GROUP BY into a SELECT in FROM, and the window around it
        - SELECT status, «row_number() OVER (PARTITION BY status)» AS n FROM orders GROUP BY status
        + SELECT status, row_number() OVER (PARTITION BY status) AS n FROM (SELECT status FROM orders GROUP BY status) o
        window-without-partition: OVER (PARTITION BY … ORDER BY …)
        - SELECT id, «row_number() OVER (ORDER BY id)» AS n FROM orders
        + row_number() OVER (PARTITION BY status ORDER BY id)
        unsupported-clause: leave it out
        - SELECT 5 AS five, count(*) AS n FROM orders GROUP BY «five»
        + SELECT count(*) AS n FROM orders
        - SELECT -5 AS five, id FROM orders ORDER BY «five», id
        + SELECT -5 AS five, id FROM orders ORDER BY id
        """)

    static let names = SelectRefusal.read(
        """
        nondeterministic: pass the time as a parameter of the query that reads the view
        - SELECT id, «random()» AS r FROM orders
        + 0
        - SELECT id FROM orders WHERE placed_at > «CURRENT_TIMESTAMP»
        + '2026-01-01'
        - SELECT id, date(«'now'») AS d FROM orders
        + placed_at
        - SELECT id, «date()» AS d FROM orders
        + date(placed_at)
        - SELECT id, datetime(placed_at, «'LocalTime'») AS d FROM orders
        + '+1 day'
        nondeterministic: declare the column as timestamp or date
        - SELECT id, date(«status») AS d FROM orders
        + placed_at
        nondeterministic: name the key's columns
        - SELECT «rowid» AS r FROM orders
        + id
        - SELECT «s.oid» AS r FROM spending s
        + customer_id
        bad-view: compute it in the query that reads the view
        - SELECT id, «sin(id)» AS s FROM orders
        + id
        repeated-name: … AS ID_2
        - SELECT id, «status» AS ID FROM orders
        + SELECT id, status AS ID_2 FROM orders
        repeated-name: name the columns instead of *
        - SELECT «*» FROM orders o JOIN customers c ON c.id = o.customer_id
        + o.*, c.name
        repeated-name: another name for it: … AS o_2
        - SELECT o.total FROM orders o, «customers o» WHERE o.status = 'x'
        + SELECT o.total FROM orders o, customers AS o_2 WHERE o.status = 'x' AND o_2.id = o.customer_id
        bad-view: write count(*) AS name
        - SELECT «count(*)» FROM orders
        bad-name: … AS name, of letters, digits and _
        - SELECT «id» AS _id FROM orders
        + SELECT id AS my_id FROM orders
        - SELECT «id» AS a__b FROM orders
        + SELECT id AS a_b FROM orders
        bad-name: a name without _ at its start and without __
        - SELECT o__.id FROM «orders» o__
        + SELECT o.id FROM orders o
        repeated-name: another name for the common table
        - WITH «orders» AS (SELECT id FROM customers) SELECT id FROM orders
        + WITH o AS (SELECT id FROM customers) SELECT id FROM o
        bad-view: leave it out
        - WITH «w» AS (SELECT id FROM customers) SELECT id FROM orders
        + SELECT id FROM orders
        bad-view: put the parameter into the query that reads the view
        - SELECT id FROM orders WHERE status = «:s»
        + 'x'
        bad-view: did you mean 'status'?
        - SELECT «statu» FROM orders
        bad-view: did you mean 'orders'?
        - SELECT id FROM «order_s»
        bad-view: write orders.id, or customers.id
        - SELECT «id» FROM orders JOIN customers ON customers.id = orders.customer_id
        """)

    static let raising = SelectRefusal.read(
        #"""
        can-fail: write iif(json_valid(status), status ->> '$.a', NULL), or declare the column as json
        - SELECT «status ->> '$.a'» AS a FROM orders
        - SELECT id FROM orders WHERE «status ->> '$.a'» = 'x' AND json_valid(status)
        - SELECT id, sum(CAST(«status ->> '$.a'» AS INTEGER)) OVER (PARTITION BY id) AS a FROM orders
        - SELECT id, CASE WHEN json_valid(extra) THEN «status ->> '$.a'» END AS a FROM orders
        - SELECT id FROM orders ORDER BY «status ->> '$.a'», id
        - SELECT id FROM customers c WHERE EXISTS (SELECT 1 FROM orders WHERE customer_id = c.id AND \#
        «status ->> '$.a'» = 1)
        can-fail: write iif(json_valid(min(status)), min(status) -> 0, NULL), or declare the column as json
        - SELECT «min(status) -> 0» AS a FROM orders
        can-fail: write iif(json_valid(status), json_extract(status, '$.a', '$.b[0]'), NULL), or declare the \#
        column as json
        - SELECT «json_extract(status, '$.a', '$.b[0]')» AS a FROM orders
        can-fail: write iif(json_valid(status), json(status), NULL), or declare the column as json
        - SELECT id, json_array(«json(status)») AS a FROM orders
        can-fail: write iif(json_valid(status) AND json_valid(ratio), json_patch(status, ratio), NULL), or declare \#
        the column as json
        - SELECT «json_patch(status, ratio)» AS a FROM orders
        can-fail: write iif(json_valid(extra ->> 'b'), extra ->> 'b' ->> 'c', NULL), or declare the column as json
        - SELECT «extra ->> 'b' ->> 'c'» AS a FROM orders
        can-fail: write iif(json_valid('{'), json_type('{'), NULL), or declare the column as json
        - SELECT id, «json_type('{')» AS a FROM orders
        can-fail: write iif(json_valid(raw), json_array_length(raw), NULL), or declare the column as json
        - SELECT «json_array_length(raw)» AS a FROM regions
        can-fail: a path such as '$.name', '$."any name"', '$[0]' or '$[#-1]'
        - SELECT json_extract(extra, «'a'») AS a FROM orders
        + '$.a'
        - SELECT json_extract(extra, «'$.a['») AS a FROM orders
        + '$.a[#-1]'
        - SELECT extra ->> «'a.'» AS a FROM orders
        + '"a."'
        - SELECT extra ->> «status» AS a FROM orders
        + '$."sta tus"'
        - SELECT json_set(extra, «'$.' || status», 1) AS a FROM orders
        + '$.status'
        - SELECT extra -> «1.5» AS a FROM orders
        + 1
        can-fail: a value after each name, and after each path
        - SELECT «json_object('a')» AS a FROM orders
        + json_object('a', id)
        - SELECT «json_set(extra, '$.a')» AS a FROM orders
        + json_set(extra, '$.a', id)
        can-fail: write ifnull(status, '')
        - SELECT id, json_object(«status», 1) AS a FROM orders
        - SELECT customer_id, json_group_object(«status», total) AS a FROM orders GROUP BY customer_id
        can-fail: write CAST(id AS TEXT)
        - SELECT json_object('a', 1, «id», 1) AS a FROM orders
        can-fail: write ifnull(CAST(total AS TEXT), '')
        - SELECT json_object(«total», 1) AS a FROM orders
        can-fail: write hex(raw)
        - SELECT json_array(1, «raw») AS a FROM regions
        - SELECT json_set('{}', '$.a', «raw») AS a FROM regions
        - SELECT label, json_group_array(«raw») AS a FROM regions GROUP BY label
        can-fail: write abs(max(total, -9223372036854775807))
        - SELECT «abs(total)» AS a FROM orders
        can-fail: write abs(max(total - quantity, -9223372036854775807))
        - SELECT id, max(0, «abs(total - quantity)») AS a FROM orders
        can-fail: write substr(c.name, 1, 12000)
        - SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.status LIKE «c.name»
        can-fail: write substr('%' || status, 1, 12000)
        - SELECT id FROM orders WHERE extra NOT LIKE «'%' || status»
        - SELECT id FROM orders WHERE extra GLOB «'%' || status»
        - SELECT id FROM orders WHERE like(«'%' || status», extra)
        can-fail: write '\', or another single character
        - SELECT id FROM orders WHERE status LIKE 'a' ESCAPE «day»
        - SELECT id FROM orders WHERE status LIKE 'a' ESCAPE «'ab'»
        can-fail: a whole number from 1 on
        - SELECT id, ntile(«quantity») OVER (PARTITION BY status ORDER BY id) AS n FROM orders
        + 4
        - SELECT id, nth_value(total, «0») OVER (PARTITION BY status ORDER BY id) AS n FROM orders
        + 1
        can-fail: a whole number from 1 on, at most 1000000
        - SELECT zeroblob(«id») AS n FROM orders
        + 8
        """#)

    /// What only the plan of how a view is kept shows.
    static let keeping = SelectRefusal.read(
        """
        not-equality: join it ON a column of it = a column of another
        - SELECT c.id FROM customers c JOIN «orders» o ON o.total > c.id
        + SELECT c.id FROM customers c JOIN orders o ON o.customer_id = c.id AND o.total > c.id
        - SELECT o.id, c.name FROM orders o, «customers» c
        + SELECT o.id, c.name FROM orders o, customers c WHERE c.id = o.customer_id
        uncorrelated: equate a column of orders to one of the row, or make it a view and join it
        - SELECT id FROM customers c WHERE EXISTS (SELECT 1 FROM «orders» WHERE total > c.id)
        + SELECT id FROM customers c WHERE EXISTS (SELECT 1 FROM orders WHERE customer_id = c.id AND total > c.id)
        bad-view: CAST one side to the type of the other
        - SELECT p.k FROM (SELECT status || id AS k FROM orders) p JOIN customers c ON «c.id» = p.k
        + SELECT p.k FROM (SELECT CAST(status || id AS INTEGER) AS k FROM orders) p JOIN customers c ON c.id = p.k
        unsupported-clause: add it to the result
        - SELECT id FROM orders ORDER BY «total» LIMIT 5
        + SELECT id, total FROM orders ORDER BY total LIMIT 5
        """)
}
