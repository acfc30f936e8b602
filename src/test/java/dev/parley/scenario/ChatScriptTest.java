package dev.parley.scenario;

import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;

/** Runs the chat scripts with one process. */
@StartedChat
class ChatScriptTest extends ChatScriptContract {
    @Autowired
    RunningChat chat;

    @Override
    List<RunningChat> replicas() {
        return List.of(chat);
    }
}
