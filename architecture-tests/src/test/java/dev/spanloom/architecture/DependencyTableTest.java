package dev.spanloom.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

class DependencyTableTest {

  static final String[] engines = House.ENGINES;

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void aModuleSeesOnlyTheModulesTheTableGrantsIt(House module) {
    classes()
        .that()
        .resideInAnyPackage(module.packages())
        .should()
        .onlyDependOnClassesThat(module.visible())
        .allowEmptyShould(true)
        .check(House.CLASSES);
  }

  @Test
  void everyClassBelongsToAModuleOfTheTable() {
    classes()
        .should()
        .resideInAnyPackage(House.allPackages())
        .allowEmptyShould(true)
        .check(House.CLASSES);
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("engines")
  void aStorageEngineKnowsNoOtherStorageEngine(String engine) {
    String[] others =
        Stream.of(House.ENGINES).filter(other -> !other.equals(engine)).toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(engine)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .allowEmptyShould(true)
        .check(House.CLASSES);
  }

  @Test
  void theSdkSeesNoStorageNoServerAndNoCommandLine() {
    noClasses()
        .that()
        .resideInAnyPackage(House.SDK.packages())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.spanloom.storage..", "dev.spanloom.server..", "dev.spanloom.cli..")
        .allowEmptyShould(true)
        .check(House.CLASSES);
  }

  @Test
  void theModelSeesOnlyTheJdkJacksonCoreAndJSpecify() {
    classes()
        .that()
        .resideInAnyPackage(House.MODEL.packages())
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.spanloom.entities..",
            "java..",
            "com.fasterxml.jackson.core..",
            "org.jspecify.annotations..")
        .allowEmptyShould(true)
        .check(House.CLASSES);
  }

  @Test
  void onlyStorageEnginesSpeakToADatabase() {
    noClasses()
        .that()
        .resideOutsideOfPackages(House.SQL_ENGINES)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..", "javax.sql..", "org.sqlite..", "org.postgresql..", "com.zaxxer.hikari..")
        .allowEmptyShould(true)
        .check(House.CLASSES);
  }

  @Test
  void packagesFormNoCycles() {
    slices()
        .assignedFrom(new OneSlicePerPackage())
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(House.CLASSES);
  }

  /** A pattern such as {@code dev.spanloom.(**)} would leave out the facade's own package. */
  private static final class OneSlicePerPackage implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
      return SliceIdentifier.of(javaClass.getPackageName());
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}
