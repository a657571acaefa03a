package dev.spanloom.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocumentTest {
  private final Document document =
      Document.builder("The content")
          .docUri("a.md")
          .chunkId("c1")
          .relevanceScore(0.95)
          .id("1")
          .build();

  @Test
  void aDocumentReadsAsItWasWritten() {
    assertThat(Document.fromMap(document.toMap())).isEqualTo(document);
  }

  @Test
  void theMapHasMlflowsKeys() {
    assertThat(document.toMap())
        .isEqualTo(
            Map.of(
                "page_content",
                "The content",
                "metadata",
                Map.of("doc_uri", "a.md", "chunk_id", "c1", "relevance_score", 0.95),
                "id",
                "1"));
  }

  @Test
  void metadataAndIdMayBeMissing() {
    assertThat(Document.fromMap(Map.of("page_content", "x"))).isEqualTo(new Document("x"));
  }

  @Test
  void withoutContentItIsRefused() {
    assertThatThrownBy(() -> Document.fromMap(Map.of("metadata", Map.of())))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("page_content");
  }

  @Test
  void theDocumentsOfARetrieverAreReadAndOtherElementsLeftOut() {
    Span span =
        TestSpans.root().outputs(Arrays.asList(document.toMap(), "text", null, Map.of())).build();

    assertThat(span.documents()).containsExactly(document);
  }

  @Test
  void outputsOfAnotherShapeHoldNoDocuments() {
    assertThat(TestSpans.root().outputs("text").build().documents()).isEmpty();
    assertThat(TestSpans.root().build().documents()).isEmpty();
  }

  @Test
  void documentsAreReadAsTheirTypeToo() {
    Span span = TestSpans.root().outputs(List.of(document.toMap())).build();

    assertThat(span.outputsAsListOf(Document.class)).containsExactly(document);
  }
}
