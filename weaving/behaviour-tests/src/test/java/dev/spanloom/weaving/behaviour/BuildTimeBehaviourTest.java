package dev.spanloom.weaving.behaviour;

class BuildTimeBehaviourTest extends BehaviourSuite {
  BuildTimeBehaviourTest() {
    super(Way.BUILD);
  }
}
