package dev.parley.history;

import org.springframework.jdbc.core.JdbcTemplate;

/** Writes more in the commits of events. Called by the thread that appends the events. */
public interface CommitParticipant {
    CommitParticipant NONE = new CommitParticipant() {
        @Override
        public boolean hasChanges() {
            return false;
        }

        @Override
        public void write(JdbcTemplate jdbc) {}
    };

    /** Whether a commit is needed even if there are no events. */
    boolean hasChanges();

    /** Writes in the transaction of a commit. Called again if it is unknown whether an earlier commit succeeded. */
    void write(JdbcTemplate jdbc);
}
