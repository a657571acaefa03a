package dev.spanloom.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The modules, the packages they own, and which other modules each may see. A new module or package
 * is entered here first; {@link DependencyTableTest} fails on classes that belong to nobody.
 */
enum House {
  TEST_JVMS(packages("dev.spanloom.testjvms..")),
  TEST_POSTGRESQL(packages("dev.spanloom.testpostgresql..")),
  MODEL(packages("dev.spanloom.entities..")),
  QUERY(packages("dev.spanloom.query.."), MODEL),
  CONVENTIONS(packages("dev.spanloom.conventions.."), MODEL),
  SDK(
      packages(
          "dev.spanloom",
          "dev.spanloom.destination..",
          "dev.spanloom.integration..",
          "dev.spanloom.internal.."),
      MODEL,
      QUERY),
  STORAGE_API(
      packages(
          "dev.spanloom.storage",
          "dev.spanloom.storage.internal..",
          "dev.spanloom.storage.memory..",
          "dev.spanloom.storage.transfer.."),
      MODEL,
      QUERY),
  STORAGE_CONTRACT(packages("dev.spanloom.storage.contract.."), STORAGE_API, MODEL, QUERY),
  STORAGE_SQL(packages("dev.spanloom.storage.sql.."), STORAGE_API, MODEL, QUERY),
  STORAGE_SQLITE(packages("dev.spanloom.storage.sqlite.."), STORAGE_SQL, STORAGE_API, MODEL, QUERY),
  STORAGE_POSTGRESQL(
      packages("dev.spanloom.storage.postgresql.."), STORAGE_SQL, STORAGE_API, MODEL, QUERY),
  EMBEDDED(packages("dev.spanloom.embedded.."), SDK, MODEL, QUERY, STORAGE_API, STORAGE_SQLITE),
  DESTINATION_CONTRACT(packages("dev.spanloom.destinations.contract.."), SDK, MODEL),
  DESTINATION_DATABRICKS(packages("dev.spanloom.destinations.databricks.."), SDK, MODEL, QUERY),
  DESTINATION_POSTGRESQL(
      packages("dev.spanloom.destinations.postgresql.."),
      SDK,
      EMBEDDED,
      STORAGE_POSTGRESQL,
      STORAGE_API),
  DESTINATION_OTLP(packages("dev.spanloom.destinations.otlp.."), SDK, MODEL),
  AUTOLOG_CORE(
      packages(
          "dev.spanloom.autolog", "dev.spanloom.autolog.client..", "dev.spanloom.autolog.http.."),
      SDK,
      MODEL),
  AUTOLOG_CONTRACT(packages("dev.spanloom.autolog.contract.."), AUTOLOG_CORE, SDK, MODEL),
  AUTOLOG_OPENAI(packages("dev.spanloom.autolog.openai.."), AUTOLOG_CORE, SDK, MODEL),
  AUTOLOG_LANGCHAIN4J(packages("dev.spanloom.autolog.langchain4j.."), AUTOLOG_CORE, SDK, MODEL),
  AUTOLOG_SPRING_AI(packages("dev.spanloom.autolog.springai.."), AUTOLOG_CORE, SDK, MODEL),
  AUTOLOG_DATABRICKS(packages("dev.spanloom.autolog.databricks.."), AUTOLOG_OPENAI),
  AUTOLOG_ANTHROPIC(packages("dev.spanloom.autolog.anthropic.."), AUTOLOG_CORE, SDK, MODEL),
  AUTOLOG_GOOGLE_GENAI(packages("dev.spanloom.autolog.googlegenai.."), AUTOLOG_CORE, SDK, MODEL),
  AUTOLOG_BEDROCK(packages("dev.spanloom.autolog.bedrock.."), AUTOLOG_CORE, SDK, MODEL),
  AUTOLOG_MCP(packages("dev.spanloom.autolog.mcp.."), AUTOLOG_CORE, SDK, MODEL),
  AUTOLOG_OLLAMA4J(packages("dev.spanloom.autolog.ollama4j.."), AUTOLOG_CORE, SDK, MODEL),
  WEAVING(packages("dev.spanloom.weaving.."), SDK),
  AGENT(packages("dev.spanloom.agent.."), WEAVING),
  MAVEN_PLUGIN(packages("dev.spanloom.maven.."), WEAVING),
  SPRING(
      packages(
          "dev.spanloom.spring", "dev.spanloom.spring.web..", "dev.spanloom.spring.internal.."),
      SDK,
      MODEL),
  SPRING_CONTRACT(packages("dev.spanloom.spring.contract.."), SPRING, SDK, MODEL, TEST_JVMS),
  SPRING_BOOT3(packages("dev.spanloom.spring.boot3.."), SPRING, SDK),
  SPRING_BOOT4(packages("dev.spanloom.spring.boot4.."), SPRING, SDK),
  TESTING(packages("dev.spanloom.testing.."), SDK, MODEL),
  EXAMPLES(
      packages("dev.spanloom.examples.."),
      EMBEDDED,
      AUTOLOG_OPENAI,
      AUTOLOG_DATABRICKS,
      AUTOLOG_LANGCHAIN4J,
      SDK,
      MODEL,
      QUERY),
  SERVER(packages("dev.spanloom.server.."), STORAGE_API, CONVENTIONS, MODEL, QUERY),
  CLI(
      packages("dev.spanloom.cli.."),
      SERVER,
      EXAMPLES,
      AUTOLOG_OPENAI,
      EMBEDDED,
      SDK,
      MODEL,
      QUERY,
      STORAGE_API,
      STORAGE_SQLITE,
      STORAGE_POSTGRESQL);

  /** What storage engines own. They must not know each other; each has a driver to itself. */
  static final String[] ENGINES = {
    "dev.spanloom.storage.memory..",
    "dev.spanloom.storage.sqlite..",
    "dev.spanloom.storage.postgresql.."
  };

  /** Where a database may be spoken to: the engines that have one, and what they share. */
  static final String[] SQL_ENGINES = {
    "dev.spanloom.storage.sql..",
    "dev.spanloom.storage.sqlite..",
    "dev.spanloom.storage.postgresql..",
    "dev.spanloom.testpostgresql.."
  };

  /** Main code of all modules, each class once: not the copies in the agent's jar. */
  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("/dev/spanloom/agent/shaded/"))
          .importPackages("dev.spanloom");

  private final String[] packages;
  private final House[] maySee;

  House(String[] packages, House... maySee) {
    this.packages = packages;
    this.maySee = maySee;
  }

  String[] packages() {
    return packages.clone();
  }

  Set<House> maySee() {
    Set<House> seen = EnumSet.of(this);
    seen.addAll(Arrays.asList(maySee));
    return seen;
  }

  /** This module's packages, those it may see, and whatever is not ours. */
  DescribedPredicate<JavaClass> visible() {
    String[] visible =
        maySee().stream().flatMap(module -> Stream.of(module.packages)).toArray(String[]::new);
    return resideInAnyPackage(visible)
        .or(resideOutsideOfPackage("dev.spanloom.."))
        .as("its own classes and those of %s", maySee());
  }

  static String[] allPackages() {
    return Stream.of(values()).flatMap(module -> Stream.of(module.packages)).toArray(String[]::new);
  }

  private static String[] packages(String... packages) {
    return packages;
  }
}
