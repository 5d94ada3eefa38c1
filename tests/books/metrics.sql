-- The key figures of the shop in SQL alone, written from domain.md ("KPIs", "Money", "Schedule") and from nothing else.
-- Two tables are given: `period` (key, first, last, starts_at, ends_at, earlier_at) names what is asked for: the days of
-- a period that have come since the shop's first, the moments between which they lie, and the moment 90 days before the
-- end; `day` (day, starts_at, ends_at, is_over) does so for every day of the shop. Every statement gives a row for each period: its key, a
-- top and, of a share, a bottom. They are whole numbers (cents, seconds, ten thousandths of an hour, pieces), so that
-- both databases reckon alike; value = top / bottom.

-- name: given
WITH line AS (
    SELECT invoice_id, SUM(CASE WHEN quantity * unit_price < 0 THEN -1 ELSE 1 END
        * ((ABS(CAST(ROUND(quantity * 10000) AS BIGINT) * CAST(ROUND(unit_price * 100) AS BIGINT)) + 5000) / 10000)
        ) AS cents
    FROM invoice_lines WHERE kind <> 'DEPOSIT' GROUP BY invoice_id
), invoiced AS (
    -- A job is of the day of its first final invoice, with all that was invoiced and credited later.
    SELECT invoice.job_id, MIN(CASE WHEN invoice.kind = 'FINAL' THEN invoice.issued_on END) AS booked_on,
           SUM(CASE WHEN invoice.kind = 'FINAL' THEN line.cents ELSE -line.cents END) AS revenue
    FROM invoices AS invoice
    JOIN line ON line.invoice_id = invoice.id
    LEFT JOIN invoices AS credited ON credited.id = invoice.credits_id
    WHERE invoice.status <> 'DRAFT' AND invoice.job_id IS NOT NULL
      AND (invoice.kind = 'FINAL' OR (invoice.kind = 'CREDIT_NOTE' AND credited.kind = 'FINAL'))
    GROUP BY invoice.job_id
), spending AS (
    SELECT job_id, 'LABOR' AS kind,
           (2 * CAST(seconds AS BIGINT) * CAST(ROUND(hourly_rate * 100) AS BIGINT) + 3600) / 7200 AS cents
    FROM time_entries WHERE job_id IS NOT NULL AND seconds IS NOT NULL AND hourly_rate IS NOT NULL
    UNION ALL
    SELECT job_id, 'MATERIAL', -CAST(ROUND(value * 100) AS BIGINT) FROM stock_movements
    WHERE usage_id IS NOT NULL AND job_id IS NOT NULL
    UNION ALL
    SELECT job_id, kind, CAST(ROUND(amount * 100) AS BIGINT) FROM expenses WHERE job_id IS NOT NULL
), spent AS (
    SELECT job_id, SUM(cents) AS cents, SUM(CASE WHEN kind = 'MATERIAL' THEN cents ELSE 0 END) AS material
    FROM spending GROUP BY job_id
), lost AS (
    -- Cancelled and never invoiced: its costs stay, and are the loss of the day on which it was cancelled.
    SELECT job.id AS job_id, MAX(day.day) AS booked_on
    FROM jobs AS job
    JOIN job_status_updates AS move ON move.job_id = job.id AND move.new_status = 'CANCELLED'
    JOIN day ON move.created_at >= day.starts_at AND move.created_at < day.ends_at
    WHERE job.status = 'CANCELLED' AND job.id NOT IN (SELECT job_id FROM invoiced)
    GROUP BY job.id
), earned AS (
    SELECT job_id, booked_on, revenue, 1 AS is_invoiced FROM invoiced
    UNION ALL
    SELECT job_id, booked_on, 0, 0 FROM lost
), ready AS (
    SELECT job_id, MIN(created_at) AS at FROM job_status_updates
    WHERE new_status IN ('READY_FOR_PICKUP', 'SHIPPED') GROUP BY job_id
), elsewhere AS (
    -- Imported when the work was over: nobody knows when that was.
    SELECT DISTINCT job_id FROM job_status_updates
    WHERE verb = 'import_as' AND new_status IN ('READY_FOR_PICKUP', 'SHIPPED', 'COMPLETED')
), stay AS (
    -- A status holds from its move until the job's next one.
    SELECT job_id, new_status, created_at AS since,
           LEAD(created_at) OVER (PARTITION BY job_id ORDER BY created_at, id) AS until
    FROM job_status_updates
), active AS (
    SELECT period.key, stay.job_id, job.customer_id, job.due_on
    FROM period
    JOIN stay ON stay.since < period.ends_at AND (stay.until IS NULL OR stay.until >= period.ends_at)
    JOIN jobs AS job ON job.id = stay.job_id
    WHERE stay.new_status IN ('APPROVED', 'PREP', 'READY', 'IN_PRODUCTION', 'QUALITY_CHECK', 'PACKED',
                              'READY_FOR_PICKUP')
), visit AS (
    -- Signed in, or answered a quote or a proof on the portal. Staff who look as a contact does, or who write down an
    -- answer for one, are not the customer.
    SELECT contact.customer_id, portal.created_at AS at
    FROM portal_sessions AS portal JOIN customer_contacts AS contact ON contact.id = portal.contact_id
    WHERE portal.staff_user_id IS NULL
    UNION ALL
    SELECT contact.customer_id, decision.decided_at
    FROM approval_decisions AS decision JOIN customer_contacts AS contact ON contact.id = decision.contact_id
    WHERE decision.recorded_by IS NULL
    UNION ALL
    SELECT job.customer_id, answer.created_at FROM quote_answers AS answer JOIN jobs AS job ON job.id = answer.job_id
), level AS (
    -- On hand after each movement, in the order in which the ledger was written.
    SELECT id, material_id, occurred_on, quantity,
           SUM(CAST(ROUND(quantity * 10000) AS BIGINT))
               OVER (PARTITION BY material_id ORDER BY id ROWS UNBOUNDED PRECEDING) AS after
    FROM stock_movements WHERE quantity <> 0
);

-- name: revenue
SELECT period.key, COALESCE(SUM(earned.revenue), 0) AS top, 100 AS bottom
FROM period LEFT JOIN earned ON earned.booked_on BETWEEN period.first AND period.last
GROUP BY period.key;

-- name: avg_job_value
SELECT period.key, COALESCE(SUM(earned.revenue), 0) AS top, 100 * COALESCE(SUM(earned.is_invoiced), 0) AS bottom
FROM period LEFT JOIN earned ON earned.booked_on BETWEEN period.first AND period.last
GROUP BY period.key;

-- name: gross_margin
SELECT period.key, 100 * COALESCE(SUM(earned.revenue - COALESCE(spent.cents, 0)), 0) AS top,
       COALESCE(SUM(earned.revenue), 0) AS bottom
FROM period LEFT JOIN earned ON earned.booked_on BETWEEN period.first AND period.last
LEFT JOIN spent ON spent.job_id = earned.job_id
GROUP BY period.key;

-- name: material_cost_share
SELECT period.key, 100 * COALESCE(SUM(spent.material), 0) AS top, COALESCE(SUM(spent.cents), 0) AS bottom
FROM period LEFT JOIN earned ON earned.booked_on BETWEEN period.first AND period.last
LEFT JOIN spent ON spent.job_id = earned.job_id
GROUP BY period.key;

-- name: labor_utilization
-- Worked by available: what is worked belongs to the day on which it began; machines are no people.
SELECT period.key,
       100 * COALESCE((SELECT SUM(CAST(entry.seconds AS BIGINT)) FROM time_entries AS entry
        WHERE entry.start_time >= period.starts_at AND entry.start_time < period.ends_at), 0) * 10000 AS top,
       COALESCE((SELECT SUM(CAST(ROUND(room.total_hours * 10000) AS BIGINT)) FROM daily_capacity AS room
        WHERE room.employee_id IS NOT NULL AND room.date BETWEEN period.first AND period.last), 0) * 3600 AS bottom
FROM period;

-- name: on_time_delivery
-- Of the jobs that were promised, and still are, by the day that was promised.
SELECT period.key,
       100 * COALESCE(SUM(CASE WHEN ready.at < due.ends_at THEN 1 ELSE 0 END), 0) AS top,
       COALESCE(SUM(CASE WHEN ready.at < due.ends_at OR due.is_over = 1 THEN 1 ELSE 0 END), 0) AS bottom
FROM period
LEFT JOIN jobs AS job ON job.due_on BETWEEN period.first AND period.last
    AND job.status NOT IN ('QUOTE', 'QUOTE_SENT', 'DECLINED', 'EXPIRED', 'CANCELLED')
    AND job.id NOT IN (SELECT job_id FROM elsewhere)
LEFT JOIN day AS due ON due.day = job.due_on
LEFT JOIN ready ON ready.job_id = job.id
GROUP BY period.key;

-- name: throughput_pieces
SELECT period.key, COALESCE(SUM(item.quantity), 0) AS top, 1 AS bottom
FROM period
LEFT JOIN ready ON ready.at >= period.starts_at AND ready.at < period.ends_at
    AND ready.job_id NOT IN (SELECT job_id FROM elsewhere)
LEFT JOIN job_items AS item ON item.job_id = ready.job_id
GROUP BY period.key;

-- name: approval_turnaround_hours
-- The median of the customers' answers, in seconds: the one in the middle, or both of them.
SELECT period.key, SUM(answer.seconds) AS top, 3600 * COUNT(answer.seconds) AS bottom
FROM period LEFT JOIN (
    SELECT period.key, request.seconds,
           ROW_NUMBER() OVER (PARTITION BY period.key ORDER BY request.seconds, request.id) AS place,
           COUNT(*) OVER (PARTITION BY period.key) AS answers
    FROM period JOIN (
        SELECT id, closed_at, CAST(FLOOR(DATE_PART('epoch', closed_at)) - FLOOR(DATE_PART('epoch', created_at)) AS BIGINT)
               AS seconds
        FROM design_approval_requests WHERE status IN ('APPROVED', 'REJECTED', 'CHANGES_REQUESTED')
    ) AS request ON request.closed_at >= period.starts_at AND request.closed_at < period.ends_at
) AS answer ON answer.key = period.key AND 2 * answer.place BETWEEN answer.answers AND answer.answers + 2
GROUP BY period.key;

-- name: approval_rounds
-- How often each approved design had been sent out since it was approved before, the approved request among them.
SELECT period.key, COUNT(earlier.id) AS top, COUNT(DISTINCT request.id) AS bottom
FROM period
LEFT JOIN design_approval_requests AS request
    ON request.approved_at >= period.starts_at AND request.approved_at < period.ends_at
LEFT JOIN design_approval_requests AS earlier
    ON earlier.design_id = request.design_id AND earlier.created_at <= request.created_at
    AND NOT EXISTS (SELECT 1 FROM design_approval_requests AS approved
                    WHERE approved.design_id = request.design_id AND approved.approved_at IS NOT NULL
                      AND approved.created_at < request.created_at AND approved.created_at >= earlier.created_at)
GROUP BY period.key;

-- name: portal_adoption
SELECT period.key,
       100 * COUNT(DISTINCT CASE WHEN visit.customer_id IS NOT NULL THEN active.customer_id END) AS top,
       COUNT(DISTINCT active.customer_id) AS bottom
FROM period
LEFT JOIN active ON active.key = period.key
LEFT JOIN visit ON visit.customer_id = active.customer_id AND visit.at >= period.earlier_at
    AND visit.at < period.ends_at
GROUP BY period.key;

-- name: inquiries_per_100_jobs
-- What customers asked, by whatever way, for a hundred jobs whose quote they accepted for the first time.
SELECT period.key,
       100 * (SELECT COUNT(*) FROM messages AS message WHERE message.side = 'CUSTOMER'
        AND message.created_at >= period.starts_at AND message.created_at < period.ends_at) AS top,
       (SELECT COUNT(*) FROM (SELECT job_id, MIN(created_at) AS at FROM job_status_updates
                              WHERE verb = 'accept_quote' GROUP BY job_id) AS confirmed
        WHERE confirmed.at >= period.starts_at AND confirmed.at < period.ends_at) AS bottom
FROM period;

-- name: customer_satisfaction
SELECT period.key, COALESCE(SUM(rating.score), 0) AS top, COUNT(rating.id) AS bottom
FROM period
LEFT JOIN job_ratings AS rating ON rating.created_at >= period.starts_at AND rating.created_at < period.ends_at
GROUP BY period.key;

-- name: material_waste
-- The value that the ledger gave for the rows of use, on the day of the use.
SELECT period.key,
       100 * COALESCE(SUM(CASE WHEN given.misprint_id IS NOT NULL THEN given.cents ELSE 0 END), 0) AS top,
       COALESCE(SUM(given.cents), 0) AS bottom
FROM period
LEFT JOIN (
    SELECT used.id, used.used_at, used.misprint_id, -SUM(CAST(ROUND(moved.value * 100) AS BIGINT)) AS cents
    FROM material_usage AS used JOIN stock_movements AS moved ON moved.usage_id = used.id
    GROUP BY used.id, used.used_at, used.misprint_id
) AS given ON given.used_at >= period.starts_at AND given.used_at < period.ends_at
GROUP BY period.key;

-- name: stockouts
-- Each time that a material, of which there was some, was taken to the last.
SELECT period.key, COUNT(level.id) AS top, 1 AS bottom
FROM period
LEFT JOIN level ON level.occurred_on BETWEEN period.first AND period.last
    AND level.after <= 0 AND level.after - CAST(ROUND(level.quantity * 10000) AS BIGINT) > 0
GROUP BY period.key;

-- name: stock_value
SELECT period.key, COALESCE(SUM(CAST(ROUND(moved.value * 100) AS BIGINT)), 0) AS top, 100 AS bottom
FROM period LEFT JOIN stock_movements AS moved ON moved.occurred_on <= period.last
GROUP BY period.key;

-- name: costing_accuracy
-- Of the jobs that were completed for the first time: |actual - estimate| <= 5 % of actual.
SELECT period.key,
       100 * COALESCE(SUM(CASE WHEN 20 * ABS(COALESCE(spent.cents, 0) - estimate.cents) <= COALESCE(spent.cents, 0)
                          THEN 1 ELSE 0 END), 0) AS top,
       COUNT(estimate.job_id) AS bottom
FROM period
LEFT JOIN (SELECT job_id, MIN(created_at) AS at FROM job_status_updates WHERE new_status = 'COMPLETED'
           GROUP BY job_id) AS done ON done.at >= period.starts_at AND done.at < period.ends_at
    AND done.job_id NOT IN (SELECT job_id FROM elsewhere)
LEFT JOIN (
    SELECT frozen.job_id, SUM(CAST(ROUND(line.amount * 100) AS BIGINT)) AS cents
    FROM job_estimates AS frozen JOIN job_estimate_lines AS line ON line.estimate_id = frozen.id
    WHERE frozen.superseded_at IS NULL GROUP BY frozen.job_id
) AS estimate ON estimate.job_id = done.job_id
LEFT JOIN spent ON spent.job_id = done.job_id
GROUP BY period.key;

-- name: quote_conversion
-- Each quote by its last answer alone, unless that was taken back.
SELECT period.key,
       100 * COALESCE(SUM(CASE WHEN answer.verb = 'accept_quote' THEN 1 ELSE 0 END), 0) AS top,
       COUNT(answer.job_id) AS bottom
FROM period
LEFT JOIN (
    SELECT job_id, verb, created_at, ROW_NUMBER() OVER (PARTITION BY job_id ORDER BY id DESC) AS place
    FROM job_status_updates
    WHERE verb IN ('accept_quote', 'decline', 'expire')
       OR (verb = 'step_back' AND old_status IN ('APPROVED', 'DECLINED', 'EXPIRED')
           AND new_status IN ('QUOTE', 'QUOTE_SENT'))
) AS answer ON answer.place = 1 AND answer.verb <> 'step_back'
    AND answer.created_at >= period.starts_at AND answer.created_at < period.ends_at
GROUP BY period.key;

-- name: overdue_jobs
SELECT period.key, COUNT(active.job_id) AS top, 1 AS bottom
FROM period LEFT JOIN active ON active.key = period.key AND active.due_on < period.last
GROUP BY period.key;

-- name: receivables
SELECT period.key,
       COALESCE((SELECT SUM(CAST(ROUND(invoice.total * 100) AS BIGINT)
                            * CASE WHEN invoice.kind = 'CREDIT_NOTE' THEN -1 ELSE 1 END)
                 FROM invoices AS invoice WHERE invoice.status <> 'DRAFT' AND invoice.issued_on <= period.last), 0)
       - COALESCE((SELECT SUM(CAST(ROUND(payment.amount * 100) AS BIGINT)) FROM payments AS payment
                   WHERE payment.paid_on <= period.last), 0) AS top,
       100 AS bottom
FROM period;

-- name: overbooking_refused
SELECT period.key, COUNT(refusal.id) AS top, 1 AS bottom
FROM period
LEFT JOIN booking_refusals AS refusal ON refusal.kind = 'OVERBOOKED'
    AND refusal.created_at >= period.starts_at AND refusal.created_at < period.ends_at
GROUP BY period.key;
