"""Billing: invoices, sales tax, credit notes, payments, deposits."""
