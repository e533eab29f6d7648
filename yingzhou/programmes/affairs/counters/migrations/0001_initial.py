import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('cases', '0001_initial'),
        ('divisions', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CounterWindow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='窗口号')),
                ('serves', models.JSONField(default=list, verbose_name='受理的号别')),
                ('opened_at', models.DateTimeField(null=True, verbose_name='开窗时间')),
                ('clerk', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='counter_window', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='divisions.division')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('place', 'number'), name='window_once')],
            },
        ),
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='日期')),
                ('kind', models.CharField(choices=[('A', '综合'), ('B', '社保医保'), ('C', '民政'), ('Y', '预约'), ('P', '优先')], max_length=1, verbose_name='号别')),
                ('number', models.PositiveIntegerField(verbose_name='号')),
                ('rank', models.PositiveSmallIntegerField(default=2, verbose_name='次序')),
                ('state', models.CharField(choices=[('waiting', '等候'), ('called', '已叫号'), ('served', '办理中'), ('done', '已办'), ('missed', '过号')], default='waiting', max_length=8, verbose_name='状态')),
                ('item', models.CharField(blank=True, max_length=80, verbose_name='事项')),
                ('calls', models.PositiveSmallIntegerField(default=0, verbose_name='叫了几次')),
                ('taken_at', models.DateTimeField(verbose_name='取号时间')),
                ('called_at', models.DateTimeField(null=True, verbose_name='叫号时间')),
                ('served_at', models.DateTimeField(null=True, verbose_name='开始办理')),
                ('left_at', models.DateTimeField(null=True, verbose_name='离开时间')),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='cases.case')),
                ('clerk', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='divisions.division')),
                ('window', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='counters.counterwindow')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['place', 'day', 'rank', 'id'], name='ticket_waiting'), models.Index(fields=['place', '-taken_at'], name='ticket_place')],
                'constraints': [models.UniqueConstraint(fields=('place', 'day', 'kind', 'number'), name='ticket_number'), models.UniqueConstraint(condition=models.Q(('state__in', ('called', 'served'))), fields=('window',), name='ticket_one_at_a_window')],
            },
        ),
        migrations.CreateModel(
            name='TicketSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='日期')),
                ('kind', models.CharField(max_length=1, verbose_name='号别')),
                ('last', models.PositiveIntegerField(default=0)),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='divisions.division')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('place', 'day', 'kind'), name='ticket_series_once')],
            },
        ),
    ]
