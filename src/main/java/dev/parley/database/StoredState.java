package dev.parley.database;

/** Part of the service's state that is read from the database when this process becomes the writer. */
@FunctionalInterface
public interface StoredState {
    /** Reads the state. Called once, before the chat starts, and after the tables were migrated. */
    void load();
}
