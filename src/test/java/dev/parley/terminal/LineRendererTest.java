package dev.parley.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineRendererTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-01T12:00:00Z"), ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'message','room':'#dev','from':'bob','text':'hi'} | <bob> hi",
                "{'type':'message','room':'#lobby','from':'bob','text':'hi'} | #lobby <bob> hi",
                "{'type':'action','room':'#dev','from':'bob','text':'waves'} | * bob waves",
                "{'type':'private','from':'bob','to':'anna','text':'psst'} | [bob] psst",
                "{'type':'private','from':'anna','to':'bob','text':'psst'} | [-> bob] psst",
                "{'type':'who','room':'#dev','names':['bob','eve'],'away':['eve'],'listening':2} | *** #dev: bob, eve (away) (2 listening)",
                "{'type':'topic','room':'#dev'} | *** #dev has no topic",
                "{'type':'topic','room':'#dev','from':'bob'} | *** bob removed the topic of #dev",
                "{'type':'rooms','rooms':[{'name':'#dev','members':2,'topic':'t'}],'more':3} | *** #dev: 2 people, topic: t/*** and 3 more",
                "{'type':'resumed','count':3,'complete':false} | *** missed: at least 3 lines",
                "{'type':'resumed','count':0,'complete':false} | *** some lines may be missing",
                "{'type':'resumed','count':0,'complete':true} | *** missed: 0 lines",
                "{'type':'history','since':'7','count':0,'complete':false} | *** some lines may be missing",
                "{'type':'history','since':'7','count':2,'complete':false,'more':true} | *** missed: 2 lines; there are more",
                "{'type':'history','room':'#dev','count':2,'total':9,'complete':false} | *** history of #dev: last 2 of 9 lines, incomplete",
                "{'type':'error','code':'muted','text':'until noon'} | *** error muted: until noon",
                "{'type':'future','text':'a new kind of line'} | *** a new kind of line",
                "*** bye draining: later | *** bye draining: later",
                "plain words | plain words",
                "{broken | {broken"
            })
    void lineIsRenderedForPeople(String line, String shown) {
        assertThat(render(new LineRenderer(CLOCK, false, false), line.replace('\'', '"')))
                .extracting(AttributedString::toString)
                .containsExactly(shown.split("/(?=\\*)"));
    }

    @Test
    void timeIsLocalAndANewDayHasALine() {
        var renderer = new LineRenderer(CLOCK, true, true);
        assertThat(render(renderer, message("2026-07-01T12:34:00Z")))
                .hasSize(1)
                .first()
                .hasToString("14:34 <bob> hi");
        List<AttributedString> next = render(renderer, message("2026-07-01T22:05:00Z"));
        assertThat(next).hasSize(2);
        assertThat(next.get(0).toString()).contains("2026");
        assertThat(next.get(1)).hasToString("00:05 <bob> hi");
        assertThat(render(renderer, message("2026-07-01T22:06:00Z"))).hasSize(1);
    }

    @Test
    void lineForTheUserStandsOut() {
        ServerLine line =
                ServerLine.parse("{'type':'message','room':'#dev','from':'bob','text':'hi'}".replace('\'', '"'));
        var renderer = new LineRenderer(CLOCK, false, true);
        AttributedString mention = renderer.render(line, "anna", "#dev", true).getFirst();
        assertThat(mention.styleAt(mention.length() - 1)).isEqualTo(AttributedStyle.BOLD);
        AttributedString other = renderer.render(line, "anna", "#dev", false).getFirst();
        assertThat(other.styleAt(other.length() - 1)).isEqualTo(AttributedStyle.DEFAULT);
    }

    @Test
    void helpTellsPeopleThatPasswordsAreAskedFor() {
        String help = "{\"type\":\"help\",\"commands\":[{\"usage\":\"/drop PASSWORD\",\"text\":\"delete\"}]}";
        assertThat(render(new LineRenderer(CLOCK, true, false), help))
                .last()
                .asString()
                .endsWith("*** leave PASSWORD out, and this client asks for it");
        assertThat(render(new LineRenderer(CLOCK, false, false), help)).hasSize(1);
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() {
        String line =
                "{\"type\":\"message\",\"room\":\"#dev\",\"from\":\"b\\u001b[2Job\",\"text\":\"a\\u0007\\u009b1m\\nb\"}";
        assertThat(render(new LineRenderer(CLOCK, false, false), line)).first().hasToString("<b[2Job> a1mb");
    }

    @Test
    void nothingIsColoredWithoutColors() {
        String plain = render(new LineRenderer(CLOCK, true, false), message("2026-07-01T12:34:00Z"))
                .getFirst()
                .toAnsi();
        assertThat(plain).isEqualTo("14:34 <bob> hi");
        String colored = render(new LineRenderer(CLOCK, true, true), message("2026-07-01T12:34:00Z"))
                .getFirst()
                .toAnsi();
        assertThat(colored).contains("\u001b[38;5;");
    }

    private static String message(String at) {
        return "{\"type\":\"message\",\"room\":\"#dev\",\"from\":\"bob\",\"text\":\"hi\",\"at\":\"" + at + "\"}";
    }

    private static List<AttributedString> render(LineRenderer renderer, String line) {
        return renderer.render(ServerLine.parse(line), "anna", "#dev", false);
    }
}
