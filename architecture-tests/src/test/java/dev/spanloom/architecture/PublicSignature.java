package dev.spanloom.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.JavaTypeVariable;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Stream;

/** What a user of a class can see of it: everything public or protected, and what that mentions. */
final class PublicSignature {

  private PublicSignature() {}

  static boolean isInternal(JavaClass type) {
    String name = elementOf(type).getPackageName() + ".";
    return name.startsWith("dev.spanloom.") && name.contains(".internal.");
  }

  /** Public or protected, and so are all classes around it. */
  static boolean isVisible(JavaClass type) {
    return isOpen(type.getModifiers())
        && type.getEnclosingClass().map(PublicSignature::isVisible).orElse(true);
  }

  static ArchCondition<JavaClass> notShow(DescribedPredicate<JavaClass> forbidden) {
    return new ArchCondition<>("not show %s", forbidden.getDescription()) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        report(type, "class " + type.getName(), shownByHeader(type), events);
        for (JavaMember member : type.getMembers()) {
          if (isOpen(member.getModifiers())
              && !member.getModifiers().contains(JavaModifier.SYNTHETIC)) {
            report(type, member.getDescription(), shownBy(member), events);
          }
        }
      }

      private void report(
          JavaClass type, String where, Stream<JavaClass> shown, ConditionEvents events) {
        shown
            .map(PublicSignature::elementOf)
            .filter(forbidden)
            .map(JavaClass::getName)
            .distinct()
            .sorted()
            .forEach(
                name -> events.add(SimpleConditionEvent.violated(type, where + " shows " + name)));
      }
    };
  }

  private static Stream<JavaClass> shownByHeader(JavaClass type) {
    return Stream.concat(
        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream())
            .flatMap(PublicSignature::raw),
        bounds(type.getTypeParameters()));
  }

  private static Stream<JavaClass> shownBy(JavaMember member) {
    if (member instanceof JavaField field) {
      return raw(field.getType());
    }
    JavaCodeUnit code = (JavaCodeUnit) member;
    Stream<JavaClass> values =
        Stream.concat(Stream.of(code.getReturnType()), code.getParameterTypes().stream())
            .flatMap(PublicSignature::raw);
    return Stream.of(values, code.getExceptionTypes().stream(), bounds(code.getTypeParameters()))
        .flatMap(part -> part);
  }

  private static Stream<JavaClass> bounds(Collection<? extends JavaTypeVariable<?>> variables) {
    return variables.stream()
        .flatMap(variable -> variable.getUpperBounds().stream())
        .flatMap(PublicSignature::raw);
  }

  private static Stream<JavaClass> raw(JavaType type) {
    return type.getAllInvolvedRawTypes().stream();
  }

  private static JavaClass elementOf(JavaClass type) {
    return type.getBaseComponentType();
  }

  private static boolean isOpen(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }
}
