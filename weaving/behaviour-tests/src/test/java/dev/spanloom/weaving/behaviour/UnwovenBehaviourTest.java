package dev.spanloom.weaving.behaviour;

class UnwovenBehaviourTest extends BehaviourSuite {
  UnwovenBehaviourTest() {
    super(Way.NONE);
  }
}
