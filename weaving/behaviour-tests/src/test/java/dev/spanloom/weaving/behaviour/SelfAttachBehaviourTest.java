package dev.spanloom.weaving.behaviour;

class SelfAttachBehaviourTest extends BehaviourSuite {
  SelfAttachBehaviourTest() {
    super(Way.ATTACH);
  }
}
