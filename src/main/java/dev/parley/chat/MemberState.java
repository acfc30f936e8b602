package dev.parley.chat;

import java.util.List;

/** What is told of a member to operators. */
public record MemberState(Nick nick, boolean announced, List<RoomName> rooms, Format format) {}
