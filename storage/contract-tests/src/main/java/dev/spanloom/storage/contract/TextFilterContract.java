package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.childOf;
import static dev.spanloom.storage.contract.Examples.rootOf;
import static dev.spanloom.storage.contract.Examples.saidOf;
import static dev.spanloom.storage.contract.Examples.traceId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.query.Filter;
import dev.spanloom.query.Literal;
import dev.spanloom.query.Operator;
import dev.spanloom.query.TraceField;
import dev.spanloom.storage.TraceQuery;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Text is found exactly as the pattern says, at once after the write: an index that trails or knows
 * whole words only must not show.
 */
public abstract class TextFilterContract extends StoreContract {
  private void writeText(int trace, Object text) {
    write(rootOf(trace).outputs(text).build());
  }

  private List<Integer> foundText(Operator operator, String pattern) {
    Filter filter = new Filter.Compare(TraceField.TEXT, operator, new Literal.Text(pattern));
    return found(TraceQuery.builder("0").filter(filter).maxResults(1000).build());
  }

  private List<Integer> like(String pattern) {
    return foundText(Operator.LIKE, pattern);
  }

  private List<Integer> ilike(String pattern) {
    return foundText(Operator.ILIKE, pattern);
  }

  @Test
  void wordsPartsOfWordsAndPhrasesAreFound() {
    writeText(1, "the quick brown fox");
    writeText(2, "quickly, a brownie");
    writeText(3, "nothing of the kind");
    assertThat(like("%quick%")).containsExactly(2, 1);
    assertThat(like("%quick %")).containsExactly(1);
    assertThat(like("%uick%")).containsExactly(2, 1);
    assertThat(like("%quic%")).containsExactly(2, 1);
    assertThat(like("%uic%")).containsExactly(2, 1);
    assertThat(like("%quick brown%")).containsExactly(1);
    assertThat(like("%ck bro%")).containsExactly(1);
    assertThat(like("%brown quick%")).isEmpty();
    assertThat(like("%quick%brown%")).containsExactly(2, 1);
    assertThat(like("%brown%quick%")).isEmpty();
    assertThat(like("%q_ick%")).containsExactly(2, 1);
    assertThat(like("%quick_brown%")).containsExactly(1);
    assertThat(like("%k%")).containsExactly(3, 2, 1);
  }

  @Test
  void withoutWildcardsAPatternIsTheWholeText() {
    writeText(1, "alone");
    assertThat(like("alone")).isEmpty();
    assertThat(like("%alone")).containsExactly(1);
    assertThat(like("span 0%")).containsExactly(1);
    assertThat(like("pan 0%")).isEmpty();
    assertThat(like("%")).containsExactly(1);
    assertThat(like("")).isEmpty();
  }

  @Test
  void aTraceWithoutSpansHasNoText() {
    write(saidOf(1).requestPreview("preview").tag("t", "tagged").build());
    assertThat(like("%")).isEmpty();
    assertThat(like("%preview%")).isEmpty();
    assertThat(found("NOT trace.text LIKE '%preview%'")).containsExactly(1);
  }

  @Test
  void likeMindsTheCaseAndIlikeDoesNot() {
    writeText(1, "Machine LEARNING");
    writeText(2, "GRÖSSE Größe ПРИВЕТ Ωμέγα École");
    assertThat(like("%machine%")).isEmpty();
    assertThat(like("%Machine LEARN%")).containsExactly(1);
    assertThat(ilike("%mACHINE learning%")).containsExactly(1);
    assertThat(ilike("%größe%")).containsExactly(2);
    assertThat(like("%größe%")).isEmpty();
    assertThat(ilike("%привет%")).containsExactly(2);
    assertThat(ilike("%ωΜΈΓΑ%")).containsExactly(2);
    assertThat(ilike("%éCOLE%")).containsExactly(2);
    assertThat(ilike("%ecole%")).isEmpty();
  }

  @Test
  void punctuationIsPartOfTheText() {
    List<String> texts =
        List.of(
            "what's MLflow?",
            "C++ and C#",
            "mail ann.lee+test@example.com now",
            "a_b-c.d/e\\f",
            "\"quoted\" 'single' `back`",
            "x = {y: [1, 2]};",
            "NEAR(a b) AND c* OR -d ^e",
            "100% sure",
            "...",
            "tab\tnew\nline\r\nend",
            "$1 ?1 :name @p ${z}");
    for (int i = 0; i < texts.size(); i++) {
      writeText(i, texts.get(i));
    }
    for (int i = 0; i < texts.size(); i++) {
      assertThat(like("%" + texts.get(i) + "%")).as(texts.get(i)).contains(i);
    }
    assertThat(like("%C+%")).containsExactly(1);
    assertThat(like("%lee+test@%")).containsExactly(2);
    assertThat(like("%c.d/e\\f%")).containsExactly(3);
    assertThat(like("%\"quoted\"%")).containsExactly(4);
    assertThat(like("%[1, 2]}%")).containsExactly(5);
    assertThat(like("%c* OR%")).containsExactly(6);
    assertThat(like("%?%")).containsExactly(10, 0);
    assertThat(like("%..%")).containsExactly(8);
    assertThat(like("%new\nline%")).containsExactly(9);
  }

  @Test
  void scriptsWithoutSpacesAreFoundByAnyPart() {
    writeText(1, "機械学習は楽しい");
    writeText(2, "深層学習");
    writeText(3, "สวัสดีครับ");
    writeText(4, "안녕하세요 세계");
    writeText(5, "mixed漢字text 𠮷野家");
    assertThat(like("%学習%")).containsExactly(2, 1);
    assertThat(like("%械学%")).containsExactly(1);
    assertThat(like("%習は楽%")).containsExactly(1);
    assertThat(like("%習学%")).isEmpty();
    assertThat(like("%สดี%")).containsExactly(3);
    assertThat(like("%녕하세%")).containsExactly(4);
    assertThat(like("%ed漢%")).containsExactly(5);
    assertThat(like("%字te%")).containsExactly(5);
    assertThat(like("%𠮷野%")).containsExactly(5);
  }

  @Test
  void emojiCombiningMarksAndControlCharactersAreFound() {
    writeText(1, "party 🎉🎉 time");
    writeText(2, "cafe\u0301");
    writeText(3, "nul\u0000inside");
    assertThat(like("%🎉%")).containsExactly(1);
    assertThat(like("%🎉 time%")).containsExactly(1);
    assertThat(like("%y _🎉 t%")).containsExactly(1);
    assertThat(like("%cafe\u0301%")).containsExactly(2);
    assertThat(like("%café%")).isEmpty();
    assertThat(like("%l\u0000i%")).containsExactly(3);
    assertThat(like("%nul%inside%")).containsExactly(3);
  }

  @Test
  void longWordsAreFoundWholeAndInPart() {
    String base64 =
        "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5eg".repeat(30);
    writeText(1, "token " + base64 + " end");
    writeText(2, "token short end");
    String almost = "z".repeat(39) + "y";
    writeText(3, almost + " " + "z".repeat(41));
    assertThat(like("%" + base64 + "%")).containsExactly(1);
    assertThat(like("%" + base64.substring(100, 160) + "%")).containsExactly(1);
    assertThat(like("%JSktM%")).containsExactly(1);
    assertThat(like("%" + almost + "%")).containsExactly(3);
    assertThat(like("%" + "z".repeat(41) + "%")).containsExactly(3);
    assertThat(like("%" + "z".repeat(42) + "%")).isEmpty();
    assertThat(ilike("% " + base64.toLowerCase(Locale.ROOT) + " %")).containsExactly(1);
  }

  @Test
  void everyPartOfASpanIsText() {
    write(
        rootOf(1)
            .name("nameword")
            .spanType("TYPEWORD")
            .status(new SpanStatus(SpanStatusCode.ERROR, "descriptionword"))
            .attribute("keyword", AttributeValue.of("valueword"))
            .attribute("count", AttributeValue.of(4711))
            .attribute("ratio", AttributeValue.of(0.125))
            .inputs(Map.of("messages", List.of(Map.of("content", "nestedword"))))
            .events(List.of(new SpanEvent("eventword", 1, Map.of("k", "eventvalue"))))
            .build());
    write(rootOf(2).build());
    for (String pattern :
        List.of(
            "%nameword%",
            "%TYPEWORD%",
            "%descriptionword%",
            "%keyword: valueword%",
            "%count: 4711%",
            "%0.125%",
            "%[{\"content\": \"nestedword\"}]%",
            "%eventword%",
            "%k: eventvalue%")) {
      assertThat(like(pattern)).as(pattern).containsExactly(1);
    }
  }

  @Test
  void onePatternMatchesInOneSpanSeveralMayMatchInSeveral() {
    write(
        rootOf(1).outputs("alpha").build(), childOf(1, 1).spanType("TOOL").outputs("beta").build());
    assertThat(like("%alpha%beta%")).isEmpty();
    assertThat(found("trace.text LIKE '%alpha%' AND trace.text LIKE '%beta%'")).containsExactly(1);
    assertThat(found("span.content LIKE '%alpha%' AND span.content LIKE '%beta%'"))
        .containsExactly(1);
    assertThat(found("span(content LIKE '%alpha%' AND content LIKE '%beta%')")).isEmpty();
    assertThat(found("span(content LIKE '%beta%' AND type = 'TOOL')")).containsExactly(1);
    assertThat(found("span(content LIKE '%alpha%' AND type = 'TOOL')")).isEmpty();
    assertThat(found("NOT trace.text LIKE '%gamma%'")).containsExactly(1);
    assertThat(found("NOT trace.text LIKE '%beta%'")).isEmpty();
    assertThat(found("span(NOT content LIKE '%beta%')")).containsExactly(1);
    assertThat(found("trace.text LIKE '%gamma%' OR trace.text LIKE '%beta%'")).containsExactly(1);
  }

  @Test
  void lateAndReplacedSpansChangeWhatIsFound() {
    writeText(1, "first words");
    assertThat(like("%second%")).isEmpty();
    write(childOf(1, 1).outputs("second words").build());
    assertThat(like("%second%")).containsExactly(1);
    write(childOf(1, 1).outputs("third words").build());
    assertThat(like("%second%")).isEmpty();
    assertThat(like("%third%")).containsExactly(1);
    assertThat(like("%first%")).containsExactly(1);
  }

  @Test
  void deletedTextIsGoneAndMayComeBack() {
    writeText(1, "secret words");
    writeText(2, "secret words");
    store.deletion().deleteByIds(Experiment.DEFAULT_ID, List.of(traceId(1)));
    assertThat(like("%secret%")).containsExactly(2);
    writeText(1, "other words");
    assertThat(like("%secret%")).containsExactly(2);
    assertThat(like("%other%")).containsExactly(1);
  }

  @Test
  void aRareWordAmongManyTracesIsFoundWithItsNeighboursInTime() {
    for (int batch = 0; batch < 10; batch++) {
      int first = batch * 30;
      write(
          IntStream.range(first, first + 30)
              .mapToObj(i -> rootOf(i).outputs(i == 137 ? "common needle" : "common hay " + i))
              .map(Span.Builder::build)
              .toArray(Span[]::new));
    }
    assertThat(like("%needle%")).containsExactly(137);
    assertThat(like("%eedl%")).containsExactly(137);
    assertThat(like("%common%")).hasSize(300);
    assertThat(like("%hay 29_")).hasSize(10);
    assertThat(like("%: hay 29_%")).isEmpty();
    assertThat(found("trace.text LIKE '%common%' AND timestamp_ms < 1700000000003"))
        .containsExactly(2, 1, 0);
  }

  @Test
  void whatWasWrittenIsFoundByTheNextSearchWithoutWaiting() {
    for (int i = 1; i <= 40; i++) {
      writeText(i, "unique" + i + "word");
      assertThat(like("%unique" + i + "w%")).containsExactly(i);
    }
    assertThat(like("%unique%")).hasSize(40);
  }

  @Test
  void aLargeTextIsFoundAtItsEnd() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < 2_000_000; i++) {
      text.append("word").append(i).append(' ');
    }
    writeText(1, text.append("lastofall").toString());
    assertThat(like("%lastofall%")).containsExactly(1);
    assertThat(like("%word77777 word77778 %")).containsExactly(1);
    assertThat(like("%word77777 word77779 %")).isEmpty();
  }

  @Test
  void textIsCombinedWithOtherConditions() {
    for (int i = 1; i <= 6; i++) {
      write(rootOf(i).outputs(i % 2 == 0 ? "even number" : "odd number").build());
      store.tags().set(traceId(i), "half", i <= 3 ? "low" : "high");
    }
    assertThat(found("trace.text LIKE '%even%' AND tag.half = 'high'")).containsExactly(6, 4);
    assertThat(found("NOT trace.text LIKE '%even%' AND NOT tag.half = 'high'"))
        .containsExactly(3, 1);
    assertThat(found("trace.text LIKE '%even%' OR tag.half = 'high'")).containsExactly(6, 5, 4, 2);
  }
}
