-- What version 2 of langchain4j-openrouter-jdbc adds to version 1, in standard SQL.

-- A limiter: what has started in the last minute, in slices of it. Locked while a turn is taken.
CREATE TABLE openrouter_limit (
    id VARCHAR(255) NOT NULL PRIMARY KEY,
    slices VARCHAR(1000000) NOT NULL
);

-- The calls of a limiter that are under way in a process, since when its next one waits (null: none does), and when it was
-- last heard of, in milliseconds since 1970.
CREATE TABLE openrouter_limit_holder (
    limiter VARCHAR(255) NOT NULL,
    holder VARCHAR(64) NOT NULL,
    calls INT NOT NULL,
    waits_since BIGINT,
    beat BIGINT NOT NULL,
    PRIMARY KEY (limiter, holder)
);

-- Last, because it says that all are there.
INSERT INTO openrouter_schema (version) VALUES (2);
