-- REPLACE deletes a row without firing the trigger for deletes. PostgreSQL has no such statement.
DROP TRIGGER IF EXISTS audit_not_replaced;

CREATE TRIGGER audit_not_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;
