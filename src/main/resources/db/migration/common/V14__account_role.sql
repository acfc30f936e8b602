-- What its owner may do as an operator; null for nothing.
ALTER TABLE account ADD COLUMN role TEXT;
