package dev.parley.outbound;

/** Source of frames for the writer loop. Called by one writer at a time. */
public interface FrameSource {
    /** Writes the queued frames, which may block; returns whether more frames were queued meanwhile. */
    boolean write();
}
