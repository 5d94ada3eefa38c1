-- The books of the shop in SQL alone, written from domain.md ("Materials", "Time", "Money") and from nothing else.
-- Every amount is a whole number of cents, so that both databases reckon alike. Statements are parted by "-- name:".

-- name: revenue
-- Of the final invoice without sales tax, less credits; a deposit, and its deduction, is none. Of jobs that have one.
SELECT invoice.job_id AS id,
       SUM(CASE WHEN invoice.kind = 'CREDIT_NOTE' THEN -1 ELSE 1 END
           * CASE WHEN line.quantity * line.unit_price < 0 THEN -1 ELSE 1 END
           * ((ABS(CAST(ROUND(line.quantity * 10000) AS BIGINT) * CAST(ROUND(line.unit_price * 100) AS BIGINT)) + 5000)
              / 10000)) AS cents
FROM invoice_lines AS line
JOIN invoices AS invoice ON invoice.id = line.invoice_id
LEFT JOIN invoices AS credited ON credited.id = invoice.credits_id
WHERE invoice.status <> 'DRAFT' AND invoice.job_id IS NOT NULL AND line.kind <> 'DEPOSIT'
  AND (invoice.kind = 'FINAL' OR (invoice.kind = 'CREDIT_NOTE' AND credited.kind = 'FINAL'))
GROUP BY invoice.job_id;

-- name: labor
-- Whole seconds at the rate of the entry, each entry rounded half up to the cent.
SELECT job_id AS id,
       SUM((2 * CAST(seconds AS BIGINT) * CAST(ROUND(hourly_rate * 100) AS BIGINT) + 3600) / 7200) AS cents
FROM time_entries
WHERE job_id IS NOT NULL AND seconds IS NOT NULL AND hourly_rate IS NOT NULL
GROUP BY job_id;

-- name: material
-- What the ledger of stock gave for the job, and what was bought for it alone.
SELECT id, SUM(cents) AS cents FROM (
    SELECT job_id AS id, -CAST(ROUND(value * 100) AS BIGINT) AS cents FROM stock_movements
    WHERE usage_id IS NOT NULL AND job_id IS NOT NULL
    UNION ALL
    SELECT job_id, CAST(ROUND(amount * 100) AS BIGINT) FROM expenses
    WHERE job_id IS NOT NULL AND kind = 'MATERIAL'
) AS given GROUP BY id;

-- name: shipping
SELECT job_id AS id, SUM(CAST(ROUND(amount * 100) AS BIGINT)) AS cents FROM expenses
WHERE job_id IS NOT NULL AND kind = 'SHIPPING' GROUP BY job_id;

-- name: other
SELECT job_id AS id, SUM(CAST(ROUND(amount * 100) AS BIGINT)) AS cents FROM expenses
WHERE job_id IS NOT NULL AND kind NOT IN ('MATERIAL', 'SHIPPING') GROUP BY job_id;

-- name: quoted
SELECT id, CAST(ROUND(quoted_amount * 100) AS BIGINT) AS cents FROM jobs WHERE quoted_amount IS NOT NULL;

-- name: stock_value
SELECT material_id AS id, SUM(CAST(ROUND(value * 100) AS BIGINT)) AS cents FROM stock_movements GROUP BY material_id;

-- name: stock_quantity
-- In ten thousandths of the material's unit.
SELECT material_id AS id, SUM(CAST(ROUND(quantity * 10000) AS BIGINT)) AS cents FROM stock_movements
GROUP BY material_id;
