-- What version 3 of langchain4j-openrouter-jdbc adds to version 2, for PostgreSQL.

-- How each attempt of a call ended, as a JSON array. Null if the call had one attempt: the row says how it ended.
ALTER TABLE openrouter_call ADD COLUMN attempt_outcomes TEXT;

-- Last, because it says that all are there.
INSERT INTO openrouter_schema (version) VALUES (3);
