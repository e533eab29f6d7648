import django.db.models.deletion
import yingzhou.core.crypto
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('divisions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PublicNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(db_index=True, max_length=40, verbose_name='事由')),
                ('title', models.CharField(max_length=100, verbose_name='标题')),
                ('lines', models.JSONField(verbose_name='内容(已脱敏)')),
                ('basis', models.CharField(max_length=120, verbose_name='依据')),
                ('state', models.CharField(choices=[('shown', '公示中'), ('objected', '有异议, 暂停'), ('ended', '公示期满'), ('withdrawn', '已撤下')], default='shown', max_length=10, verbose_name='状态')),
                ('days', models.PositiveSmallIntegerField(verbose_name='公示天数(自然日)')),
                ('since', models.DateField(verbose_name='公示起')),
                ('until', models.DateField(verbose_name='公示止')),
                ('made_at', models.DateTimeField(verbose_name='发布时间')),
                ('made_by', models.CharField(max_length=150, verbose_name='发布人')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='结束时间')),
                ('ended_why', models.CharField(blank=True, max_length=200, verbose_name='结束原因')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='divisions.division')),
            ],
            options={
                'indexes': [models.Index(fields=['division', 'state', '-since'], name='notice_shown')],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=40, verbose_name='姓名')),
                ('contact', yingzhou.core.crypto.SealedTextField(null=True, verbose_name='联系方式(加密)')),
                ('words', models.TextField(verbose_name='异议内容')),
                ('state', models.CharField(choices=[('filed', '待答复'), ('upheld', '异议成立'), ('partly', '异议部分成立'), ('dismissed', '异议不成立'), ('moot', '不再核实')], default='filed', max_length=10, verbose_name='状态')),
                ('filed_at', models.DateTimeField(verbose_name='提出时间')),
                ('answer', models.TextField(blank=True, verbose_name='答复')),
                ('corrected', models.TextField(blank=True, verbose_name='更正了什么')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='答复时间')),
                ('answered_by', models.CharField(blank=True, max_length=150, verbose_name='答复人')),
                ('told_at', models.DateTimeField(null=True, verbose_name='告知异议人的时间')),
                ('told_how', models.CharField(blank=True, max_length=40, verbose_name='怎样告知的')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='disclosure.publicnotice')),
            ],
        ),
    ]
