package org.lumenlink.relay.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lumenlink.relay.lab.bench.Goal.Judgement;

class GoalTest {

    private final Goal goodput = Goal.goodput(1400, 40, 70);

    @Test
    void goodputWhenThePremiseHoldsThenCountsGigabits() {
        assertThat(goodput.judge(1400, 41, 100, 0.41)).contains(new Judgement("40 Gbit/s", true));
        assertThat(goodput.judge(1400, 39, 70, 0.56)).contains(new Judgement("40 Gbit/s", false));
    }

    @Test
    void goodputWhenTheMachineIsTooSlowThenCountsTheShare() {
        assertThat(goodput.judge(1400, 20, 30, 0.66)).contains(new Judgement("0.57 x, as this < 70 Gbit/s", true));
        assertThat(goodput.judge(1400, 41, 69, 0.56)).contains(new Judgement("0.57 x, as this < 70 Gbit/s", false));
    }

    @Test
    void goodputWhenThePayloadIsAnotherThenThereIsNoGoal() {
        assertThat(goodput.judge(64, 40, 70, 0.57)).isEmpty();
    }

    @Test
    void timesWhenReachedThenIsMet() {
        assertThat(Goal.times(3.5).judge(64, 7, 2, 3.5)).contains(new Judgement("3.5 x", true));
        assertThat(Goal.times(3.5).judge(64, 7, 2, 3.4)).contains(new Judgement("3.5 x", false));
    }
}
