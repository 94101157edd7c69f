-- +goose Up
-- The types of event of a space whose animator has changed the list; a space without any has the usual ones. An empty label is
-- the usual one of its key, in the reader's language. hue is one of the six tints.
CREATE TABLE event_types (
	space_id BIGINT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
	key      TEXT NOT NULL,
	label    TEXT NOT NULL DEFAULT '',
	hue      BIGINT NOT NULL,
	position BIGINT NOT NULL,
	retired  BOOLEAN NOT NULL DEFAULT FALSE,
	PRIMARY KEY (space_id, key)
);

-- What an event has beside the common row, and the rule by which it repeats. begins is what the wall of its zone shows at the
-- first start, minutes what passes there until the end. sequence (RFC 5545, 3.8.7.4) rises with what calendars must know, at
-- changed_at; version with every change. lay_at is when further dates are laid out, 0 when all are.
CREATE TABLE events (
	id               BIGINT PRIMARY KEY,
	space_id         BIGINT NOT NULL,
	version          BIGINT NOT NULL DEFAULT 1,
	uid              TEXT NOT NULL UNIQUE,
	sequence         BIGINT NOT NULL DEFAULT 0,
	changed_at       BIGINT NOT NULL,
	type             TEXT NOT NULL,
	zone             TEXT NOT NULL,
	all_day          BOOLEAN NOT NULL,
	begins           TEXT NOT NULL,
	minutes          BIGINT NOT NULL,
	rule             TEXT NOT NULL DEFAULT '',
	place            TEXT NOT NULL DEFAULT '',
	link             TEXT NOT NULL DEFAULT '',
	-- What members are asked to answer: '' nothing, 'event' once for all, 'date' for each date.
	asks             TEXT NOT NULL DEFAULT '' CHECK (asks IN ('', 'event', 'date')),
	-- Places, 0 for any number; how many minutes before the start answers close; who comes, of what is asked once for all.
	capacity         BIGINT NOT NULL DEFAULT 0,
	lead             BIGINT NOT NULL DEFAULT 0,
	going            BIGINT NOT NULL DEFAULT 0,
	cancelled_at     BIGINT NOT NULL DEFAULT 0,
	cancelled_reason TEXT NOT NULL DEFAULT '',
	-- The event that this one follows since its series was parted, NULL for none.
	follows_id       BIGINT,
	lay_at           BIGINT NOT NULL DEFAULT 0,
	UNIQUE (id, space_id),
	FOREIGN KEY (id, space_id) REFERENCES publications (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX events_lay ON events (lay_at);
CREATE INDEX events_follows ON events (follows_id);

-- The dates of events, laid out so far as one looks ahead. day is where the rule has it (at most one a day), which names the date
-- among those of its event however it is moved. place and link are its own, empty for those of the event. type is that of the
-- event, for filters.
CREATE TABLE event_dates (
	event_id         BIGINT NOT NULL,
	day              TEXT NOT NULL,
	space_id         BIGINT NOT NULL,
	type             TEXT NOT NULL,
	starts_at        BIGINT NOT NULL,
	ends_at          BIGINT NOT NULL,
	moved            BOOLEAN NOT NULL DEFAULT FALSE,
	place            TEXT NOT NULL DEFAULT '',
	link             TEXT NOT NULL DEFAULT '',
	cancelled_at     BIGINT NOT NULL DEFAULT 0,
	cancelled_reason TEXT NOT NULL DEFAULT '',
	going            BIGINT NOT NULL DEFAULT 0,
	-- When those who come were reminded, 0 until then.
	reminded_at      BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (event_id, day),
	FOREIGN KEY (event_id, space_id) REFERENCES events (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX event_dates_start ON event_dates (space_id, starts_at, event_id);
CREATE INDEX event_dates_type ON event_dates (space_id, type, starts_at, event_id);
CREATE INDEX event_dates_remind ON event_dates (reminded_at, starts_at);

-- What a person answered; day is empty where one answer stands for all dates. Whoever says yes to what is full waits, in the order
-- of said_at, then of person_id.
CREATE TABLE event_answers (
	event_id  BIGINT NOT NULL,
	day       TEXT NOT NULL,
	person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
	space_id  BIGINT NOT NULL,
	say       TEXT NOT NULL CHECK (say IN ('yes', 'maybe', 'no', 'waiting')),
	said_at   BIGINT NOT NULL,
	PRIMARY KEY (event_id, day, person_id),
	FOREIGN KEY (event_id, space_id) REFERENCES events (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX event_answers_order ON event_answers (event_id, day, say, said_at, person_id);
CREATE INDEX event_answers_person ON event_answers (person_id);
