-- What version 2 of langchain4j-openrouter-jdbc adds to version 1, for PostgreSQL.

-- A limiter: what has started in the last minute, in slices of it. Locked while a turn is taken.
CREATE TABLE openrouter_limit (
    id VARCHAR(255) NOT NULL PRIMARY KEY,
    slices TEXT NOT NULL
) WITH (fillfactor = 50);

-- The calls of a limiter that are under way in a process, since when its next one waits (null: none does), and when it was
-- last heard of, in milliseconds since 1970.
CREATE TABLE openrouter_limit_holder (
    limiter VARCHAR(255) NOT NULL,
    holder VARCHAR(64) NOT NULL,
    calls INT NOT NULL,
    waits_since BIGINT,
    beat BIGINT NOT NULL,
    PRIMARY KEY (limiter, holder)
) WITH (fillfactor = 50);

-- Counts in one round trip what the threads of a process have gathered: rows of reservations first, then one update for
-- each account, in an order that all processes share. No lock is held while the process waits for a processor or the network.
-- Fails with OR001 if another process has taken over a reservation, with OR002 if an account has no room or no row.
CREATE FUNCTION openrouter_count(
    this_holder TEXT,
    ended TEXT[],
    left_ids TEXT[], left_counted NUMERIC[], left_externals TEXT[],
    named_ids TEXT[], named_externals TEXT[],
    new_ids TEXT[], new_amounts NUMERIC[], new_accounts TEXT[], new_operations TEXT[], new_models TEXT[],
    new_sessions TEXT[], new_tags TEXT[],
    account_ids TEXT[], more_spent NUMERIC[], more_reserved NUMERIC[], more_unsettled NUMERIC[], most NUMERIC[]
) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
    found_rows INT;
BEGIN
    IF CARDINALITY(ended) > 0 THEN
        DELETE FROM openrouter_reservation WHERE id = ANY (ended) AND state = 'R';
        GET DIAGNOSTICS found_rows = ROW_COUNT;
        IF found_rows < CARDINALITY(ended) THEN
            RAISE EXCEPTION 'another process has taken over a reservation' USING ERRCODE = 'OR001';
        END IF;
    END IF;
    IF CARDINALITY(left_ids) > 0 THEN
        UPDATE openrouter_reservation r
        SET state = 'U', counted = l.counted, external_id = COALESCE(l.external_id, r.external_id)
        FROM UNNEST(left_ids, left_counted, left_externals) AS l (id, counted, external_id)
        WHERE r.id = l.id AND r.state = 'R';
        GET DIAGNOSTICS found_rows = ROW_COUNT;
        IF found_rows < CARDINALITY(left_ids) THEN
            RAISE EXCEPTION 'another process has taken over a reservation' USING ERRCODE = 'OR001';
        END IF;
    END IF;
    IF CARDINALITY(named_ids) > 0 THEN
        UPDATE openrouter_reservation r SET external_id = n.external_id
        FROM UNNEST(named_ids, named_externals) AS n (id, external_id)
        WHERE r.id = n.id;
    END IF;
    IF CARDINALITY(new_ids) > 0 THEN
        INSERT INTO openrouter_reservation
            (id, holder, state, amount, counted, external_id, accounts, operation, model, session_id, tags, created)
        SELECT n.id, this_holder, 'R', n.amount, 0, NULL, n.accounts, n.operation, n.model, n.session_id, n.tags,
            CURRENT_TIMESTAMP
        FROM UNNEST(new_ids, new_amounts, new_accounts, new_operations, new_models, new_sessions, new_tags)
            AS n (id, amount, accounts, operation, model, session_id, tags);
    END IF;
    FOR i IN 1 .. CARDINALITY(account_ids) LOOP
        UPDATE openrouter_account a
        SET spent = a.spent + more_spent[i], reserved = a.reserved + more_reserved[i],
            unsettled = a.unsettled + more_unsettled[i], changed = CURRENT_TIMESTAMP
        WHERE a.id = account_ids[i]
            AND (most[i] IS NULL OR a.spent + a.reserved + a.unsettled
                + more_spent[i] + more_reserved[i] + more_unsettled[i] <= most[i]);
        IF NOT FOUND AND most[i] IS NOT NULL THEN
            RAISE EXCEPTION 'an account has no room' USING ERRCODE = 'OR002';
        END IF;
    END LOOP;
END
$$;

-- Last, because it says that all are there.
INSERT INTO openrouter_schema (version) VALUES (2);
