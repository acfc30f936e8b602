package dev.parley.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What an operator asked for, or what came of it.
 *
 * @param id from 1, without gaps
 * @param at in milliseconds
 * @param begun the id of the record of the request, in the one of its result; null in that of the request itself
 * @param before how what was changed was before, in JSON; null where nothing was
 * @param after how it is now
 * @param hash of this record and of the one before it, in hex
 */
public record AuditRecord(
        long id,
        Instant at,
        AuditedRequest request,
        String result,
        @Nullable Long begun,
        @Nullable String before,
        @Nullable String after,
        String hash) {
    /** The result of what has only been asked for. */
    public static final String BEGUN = "begun";

    /** Who did what from where, to whom or what, and why. */
    public record AuditedRequest(String actor, String address, String action, String target, String reason) {}

    static AuditRecord following(
            Head head,
            Instant at,
            AuditedRequest act,
            String result,
            @Nullable Long begun,
            @Nullable String before,
            @Nullable String after) {
        var unhashed = new AuditRecord(head.id() + 1, at, act, result, begun, before, after, "");
        return new AuditRecord(unhashed.id, at, act, result, begun, before, after, unhashed.hashAfter(head.hash()));
    }

    /** The last record there is; 0 and an empty hash before the first. */
    public record Head(long id, String hash) {
        static final Head NONE = new Head(0, "");
    }

    Head head() {
        return new Head(id, hash);
    }

    /** SHA-256 of the hash before and of each field in turn, all as netstrings; null is one minus sign. */
    String hashAfter(String previous) {
        var digest = sha256();
        add(digest, previous);
        add(digest, Long.toString(id));
        add(digest, Long.toString(at.toEpochMilli()));
        add(digest, request.actor());
        add(digest, request.address());
        add(digest, request.action());
        add(digest, request.target());
        add(digest, request.reason());
        add(digest, result);
        add(digest, begun == null ? null : begun.toString());
        add(digest, before);
        add(digest, after);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, @Nullable String field) {
        if (field == null) {
            digest.update((byte) '-');
            return;
        }
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
        digest.update((byte) ',');
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has it", e);
        }
    }
}
