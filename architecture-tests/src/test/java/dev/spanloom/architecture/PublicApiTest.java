package dev.spanloom.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class PublicApiTest {

  private static final DescribedPredicate<JavaClass> ARE_FOR_USERS =
      describe(
          "are for users",
          type -> !PublicSignature.isInternal(type) && PublicSignature.isVisible(type));

  @Test
  void noPublicSignatureShowsAnInternalType() {
    classes()
        .that(ARE_FOR_USERS)
        .should(
            PublicSignature.notShow(
                describe("a type of ours that is internal", PublicSignature::isInternal)))
        .allowEmptyShould(true)
        .check(House.CLASSES);
  }

  @Test
  void noPublicSignatureOfTheSdkOrTheModelShowsAJacksonType() {
    classes()
        .that(ARE_FOR_USERS)
        .and()
        .resideInAnyPackage(
            Stream.of(House.SDK, House.MODEL)
                .flatMap(module -> Stream.of(module.packages()))
                .toArray(String[]::new))
        .should(
            PublicSignature.notShow(
                describe(
                    "a Jackson type",
                    type ->
                        type.getPackageName().startsWith("com.fasterxml.jackson")
                            || type.getPackageName().startsWith("tools.jackson"))))
        .allowEmptyShould(true)
        .check(House.CLASSES);
  }

  @Test
  void examplesDoWithoutInternalPackages() {
    noClasses()
        .that()
        .resideInAnyPackage(House.EXAMPLES.packages())
        .should()
        .dependOnClassesThat(
            describe(
                "are internal, other than what the build plugin weaves in",
                type ->
                    PublicSignature.isInternal(type)
                        && !type.getName().equals("dev.spanloom.internal.woven.WovenCalls")))
        .allowEmptyShould(true)
        .check(House.CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    classes().should(lieInANullMarkedPackage()).allowEmptyShould(true).check(House.CLASSES);
  }

  private static ArchCondition<JavaClass> lieInANullMarkedPackage() {
    return new ArchCondition<>("lie in a package whose package-info.java says @NullMarked") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean marked =
            type.getPackage().tryGetPackageInfo().stream()
                .anyMatch(info -> info.isAnnotatedWith(NullMarked.class));
        if (!marked) {
          events.add(
              SimpleConditionEvent.violated(
                  type,
                  type.getPackageName() + " is not @NullMarked, needed by " + type.getName()));
        }
      }
    };
  }
}
