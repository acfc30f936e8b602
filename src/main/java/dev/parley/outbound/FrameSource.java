package dev.parley.outbound;

/** Source of frames for the writer loop. Called by one writer at a time. */
public interface FrameSource {
    /** Writes what is queued, which may block; true if more was queued meanwhile. */
    boolean write();
}
